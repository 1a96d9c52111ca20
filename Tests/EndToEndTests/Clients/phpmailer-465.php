<?php
// The example of the documentation, on the TLS port.
require 'libphp-phpmailer/autoload.php';

use PHPMailer\PHPMailer\PHPMailer;

$mail = new PHPMailer();
$mail->isSMTP();
$mail->Host = "smtp.sms-gate.app";
$mail->Port = 465;
$mail->SMTPAuth = true;
$mail->Username = "username";
$mail->Password = "password";
$mail->SMTPSecure = "ssl";
$mail->setFrom("alerts@example.com");
$mail->addAddress("+12025550108@smtp.sms-gate.app");
$mail->Body = "Your verification code is 1234";
$mail->send();

// Not in the example: send() says nothing.
echo $mail->ErrorInfo;
