# The command that the documentation defines for Nagios and Icinga, where /usr/bin/mail is bsd-mailx.
# Its <<< takes bash: a Nagios that runs commands by another sh, as Debian's does, wants: printf '%s\n' "..." | mail
HOSTNAME='cellar'
HOSTOUTPUT='CRITICAL - Kühlraum: 81 °C'

bsd-mailx \
    -s "Host Alert: $HOSTNAME" \
    -r "nagios@example.com" \
    +12025550110@smtp.sms-gate.app \
    <<< "$HOSTOUTPUT"
