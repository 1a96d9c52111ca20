"""The charsets, by their names in mail.

Each generator uses those of its codecs: Python's own, glibc's iconv (PHP), iconv-lite (nodemailer). The list excludes
charsets that glibc lacks and those without a name for mail (Shift_JISX0213, EUC-JISX0213: Python and glibc do
not agree on them either).
"""

CHARSETS = """
utf-8 utf-7 utf-16 utf-16be utf-16le utf-32 utf-32be utf-32le us-ascii
iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-10
iso-8859-11 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 latin1 latin2 latin9
windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258
windows-874 cp1250 cp1251 cp1252 cp932 cp936 cp949 cp950
koi8-r koi8-u koi8-t koi8-ru ptcp154 rk1048 mik
ibm437 ibm850 ibm852 ibm855 ibm857 ibm858 ibm860 ibm861 ibm862 ibm863 ibm864 ibm865 ibm866 ibm869 cp437 cp737 cp775
cp850 cp852 cp866 cp1125
ibm037 ibm273 ibm424 ibm500 ibm1026 ibm1140
macintosh x-mac-cyrillic x-mac-ce x-mac-ukrainian hp-roman8
tis-620 viscii tcvn tscii armscii-8 georgian-ps georgian-academy isiri-3342
shift_jis windows-31j euc-jp iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3
gb2312 gbk gb18030 hz-gb-2312 iso-2022-cn iso-2022-cn-ext
big5 big5-hkscs euc-tw
euc-kr ks_c_5601-1987 uhc johab iso-2022-kr
""".split()

# Charsets that write some letters as a base letter and a combining mark. The decoded text is canonically
# equivalent to the original (Unicode, chapter 3.11), but glibc composes.
COMPOSING = {"windows-1255", "windows-1258", "tcvn"}
