# What any program on the machine does to send a mail.
sendmail -f backup@example.com +12025550112@smtp.sms-gate.app << END
From: backup@example.com
To: +12025550112@smtp.sms-gate.app
Subject: Backup

Backup of db1 took 18 minutes
END
