<?php
// The example of the documentation.
require 'libphp-phpmailer/autoload.php';

use PHPMailer\PHPMailer\PHPMailer;

$mail = new PHPMailer();
$mail->isSMTP();
$mail->Host = "smtp.sms-gate.app";
$mail->Port = 587;
$mail->SMTPAuth = true;
$mail->Username = "username";
$mail->Password = "password";
$mail->SMTPSecure = "tls";
$mail->setFrom("alerts@example.com");
$mail->addAddress("+12025550107@smtp.sms-gate.app");
$mail->Body = "Your verification code is 1234";
$mail->send();

// Not in the example: send() says nothing.
echo $mail->ErrorInfo;
