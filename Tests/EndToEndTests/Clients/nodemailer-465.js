// The example of the documentation, on the TLS port.
const nodemailer = require("nodemailer");

const transporter = nodemailer.createTransport({
  host: "smtp.sms-gate.app",
  port: 465,
  secure: true,
  auth: { user: "username", pass: "password" },
});

(async () => {
  await transporter.sendMail({
    from: '"Alerts" <alerts@example.com>',
    to: "+12025550106@smtp.sms-gate.app",
    subject: "", // ignored
    text: "Your verification code is 1234",
  });
})();
