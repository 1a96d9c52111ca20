// Mails made by nodemailer, in each charset that iconv-lite knows.
//
// Reads jobs from standard input, one JSON object per line, and writes one line for each: the mail in base64, or
// nothing if it cannot be made.
'use strict';

const readline = require('readline');
const iconv = require('iconv-lite');
const MailComposer = require('nodemailer/lib/mail-composer');

/** The text in a charset; null if the charset cannot hold it. */
function encoded(text, charset) {
    if (!iconv.encodingExists(charset)) {
        return null;
    }
    const bytes = iconv.encode(text, charset, { addBOM: charset === 'utf-16' || charset === 'utf-32' });
    return iconv.decode(bytes, charset) === text ? bytes : null;
}

/** What MailComposer takes; null if nodemailer cannot make such a mail. */
function options(job) {
    // nodemailer chooses 7bit itself, and has neither 8bit nor binary.
    const encoding = job.encoding === '7bit' ? undefined : job.encoding;
    if (encoding === '8bit' || encoding === 'binary') {
        return null;
    }
    const bytes = encoded(job.body, job.charset);
    const html = encoded(job.html, job.charset);
    if (!bytes || !html || !encoded(job.subject, job.charset)) {
        return null;
    }
    const isPlain = encoded('A\n', job.charset).equals(Buffer.from('A\n'));
    if (!isPlain && encoding !== 'base64') {
        return null;
    }

    const mail = {
        from: 'Generator <generator@example.org>',
        to: '+12025550123@smtp.sms-gate.app',
        subject: job.subject,
        textEncoding: job.wordEncoding,
        encoding,
        attachments: [],
    };
    const hasText = job.structure !== 'html';
    const hasHTML = !hasText || job.structure.includes('alternative');
    if (job.charset === 'utf-8' && job.structure !== 'flowed') {
        if (hasText) mail.text = job.body;
        if (hasHTML) mail.html = job.html;
    } else {
        const parameters = Object.entries(job.parameters).map(([name, value]) => `; ${name}=${value}`).join('');
        mail.alternatives = [];
        if (hasText) {
            mail.alternatives.push({ contentType: `text/plain; charset=${job.charset}${parameters}`, content: bytes });
        }
        if (hasHTML) {
            mail.alternatives.push({ contentType: `text/html; charset=${job.charset}`, content: html });
        }
    }
    if (job.structure.includes('mixed')) {
        mail.attachments.push({ filename: 'naïve 文.pdf', content: Buffer.from('%PDF-1.4\n\0\xff', 'latin1') });
        mail.attachments.push({ filename: 'notes.txt', content: 'Attached, not said.\n' });
    }
    return mail;
}

async function main() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const mail = options(JSON.parse(line));
        const bytes = mail ? await new MailComposer(mail).compile().build() : Buffer.alloc(0);
        process.stdout.write(bytes.toString('base64') + '\n');
    }
}

main();
