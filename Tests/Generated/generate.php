<?php
// Mails made by PHPMailer, in each charset that glibc's iconv knows.
//
// Reads jobs from standard input, one JSON object per line, and writes one line for each: the mail in base64, or
// nothing if it cannot be made.

require 'libphp-phpmailer/autoload.php';

use PHPMailer\PHPMailer\PHPMailer;

// Names that glibc has under another one.
const CODECS = [
    'windows-874' => 'CP874', 'x-mac-cyrillic' => 'MAC-CYRILLIC', 'x-mac-ce' => 'MAC-CENTRALEUROPE',
    'x-mac-ukrainian' => 'MAC-UK', 'ks_c_5601-1987' => 'EUC-KR',
];

/** The text in a charset; null if the charset cannot hold it. */
function encoded(string $text, string $charset): ?string
{
    $name = CODECS[$charset] ?? $charset;
    $bytes = @iconv('UTF-8', $name, $text);
    return $bytes !== false && @iconv($name, 'UTF-8', $bytes) === $text ? $bytes : null;
}

function has8bit(string ...$texts): bool
{
    return preg_match('/[\x80-\xFF]/', implode($texts)) === 1;
}

function mail_of(array $job): ?string
{
    $charset = $job['charset'];
    $body = encoded($job['body'], $charset);
    $html = encoded($job['html'], $charset);
    $subject = encoded($job['subject'], $charset);
    if ($body === null || $html === null || $subject === null) {
        return null;
    }

    // PHPMailer takes UTF-16 and the like for text with line ends, except in base64, and has one charset for all.
    $isPlain = encoded("A\n", $charset) === "A\n";
    if (!$isPlain && $job['encoding'] !== 'base64') {
        return null;
    }
    // It calls each subject without an 8-bit byte US-ASCII, wrongly for ISO-2022-JP, UTF-7, HZ and the like.
    $isASCII = !has8bit($job['subject']);
    if (!$isPlain || (!has8bit($subject) && !$isASCII)) {
        $subject = '';
    }
    // And it sends text in these with lines that are too long as if it were 8bit, in another charset.
    $is7bit = !has8bit($body, $html);
    if ($job['encoding'] === '7bit' && !$is7bit || $job['encoding'] === '8bit' && $is7bit) {
        return null;
    }

    $mail = new PHPMailer(true);
    // Nothing is sent: only with this setting the mail holds all of its header.
    $mail->isSMTP();
    $mail->CharSet = $charset;
    $mail->Encoding = $job['encoding'];
    $mail->setFrom('generator@example.org', 'Generator');
    $mail->addAddress('+12025550123@smtp.sms-gate.app');
    $mail->Subject = $subject;
    if ($job['structure'] === 'html') {
        $mail->isHTML(true);
        $mail->Body = $html;
    } elseif (str_contains($job['structure'], 'alternative')) {
        $mail->isHTML(true);
        $mail->Body = $html;
        $mail->AltBody = $body;
    } else {
        $mail->Body = $body;
        foreach ($job['parameters'] as $name => $value) {
            $mail->ContentType .= "; $name=$value";
        }
    }
    if (str_contains($job['structure'], 'mixed')) {
        $mail->addStringAttachment("%PDF-1.4\n\0\xFF", 'report.pdf');
        $mail->addStringAttachment("Attached, not said.\n", 'notes.txt');
    }
    $mail->preSend();
    return $mail->getSentMIMEMessage();
}

while (($line = fgets(STDIN)) !== false) {
    echo base64_encode(mail_of(json_decode($line, true)) ?? ''), "\n";
}
