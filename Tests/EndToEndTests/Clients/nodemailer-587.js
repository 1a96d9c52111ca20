// The example of the documentation. The function around it is not: outside of one, only an ES module may await.
const nodemailer = require("nodemailer");

const transporter = nodemailer.createTransport({
  host: "smtp.sms-gate.app",
  port: 587,
  secure: false,
  auth: { user: "username", pass: "password" },
});

(async () => {
  await transporter.sendMail({
    from: '"Alerts" <alerts@example.com>',
    to: "+12025550105@smtp.sms-gate.app",
    subject: "", // ignored
    text: "Your verification code is 1234",
  });
})();
