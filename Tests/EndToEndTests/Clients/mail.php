<?php
// The example of the documentation. mail() gives the mail to the sendmail command of the machine's own Postfix.
$to = "+12025550109@smtp.sms-gate.app";
$subject = ""; // ignored
$message = "Your verification code is 1234";
$headers = "From: alerts@example.com\r\n";
mail($to, $subject, $message, $headers);
