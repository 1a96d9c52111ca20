import Mail
import Testing

/// The text with `quotes = remove`.
private func ownWords(_ body: String, contentType: String = "text/plain; charset=utf-8") -> String {
    let mail = Array("Content-Type: \(contentType)\n\n\(body)".utf8)
    let text = Message(parsing: mail, options: TextOptions(quotes: .remove)).body.text
    return text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
        .joined(separator: "\n").trimmingLineEnds
}

extension String {
    fileprivate var trimmingLineEnds: String {
        String(drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
    }
}

@Suite("Quoted mail and signatures are left out")
struct QuoteTests {
    @Test(
        "Above, below and between the quoted lines",
        arguments: [
            (
                "Yes, reboot it.\n\n-- \nJane Doe\nExample Ltd\n\nOn Mon, 5 Jan 2026 at 10:00, Ops <ops@example.com> wrote:\n> Shall we?\n",
                "Yes, reboot it."
            ),
            (
                "Yes.\n\nOn Mon, 5 Jan 2026 at 10:00, A Very Long Name Of Somebody\n<ops@example.com> wrote:\n\n> Shall we?\n>\n> Jo\n",
                "Yes."
            ),
            ("On Mon, 5 Jan 2026 at 10:00, Ops <ops@example.com> wrote:\n> Shall we?\n\nYes.\n", "Yes."),
            (
                "On Mon, 5 Jan 2026 at 10:00, Ops <ops@example.com> wrote:\n> srv1?\nYes.\n> And srv2?\nNo, keep it.\n",
                "Yes.\nNo, keep it."
            ),
            (
                "Yes.\n\n-- \nJane Doe\n\nOps wrote:\n> Shall we?\n\nAnd srv2 too.\n",
                "Yes.\n\n\nAnd srv2 too."
            ),
            (
                "Hi Eva,\n\nOn Mon, 5 Jan 2026 09:12:00 +0100\nOps <ops@example.com> wrote:\n\n> At 5?\n\nYes, at 5.\n",
                "Hi Eva,\n\n\n\nYes, at 5."
            ),
            (
                "Yes, at 5.\n\nSent from Yahoo Mail on Android \n \n  On Mon, Jan 5, 2026 at 9:12 AM, Ops<ops@example.com> wrote:   At 5?  \n",
                "Yes, at 5."
            ),
            (
                "Yes.\n\n---- On Mon, 5 Jan 2026 09:12:00 +0100 Ops <ops@example.com> wrote ----\n\nAt 5?\n",
                "Yes."
            ),
            (
                "Yes.\nGesendet von Yahoo Mail auf Android\n  Am Mo., Jan. 5, 2026 at 9:12 schrieb Ops<ops@example.com>:   At 5?  \n",
                "Yes."
            ),
            ("Yes.\n\nSent via Superhuman ( https://sprh.mn/?vip=eva )\n", "Yes."),
            ("Ja.\n\nAm 05.01. um 09.12 Uhr schrieb Jo Meier:\n\nUm 5?\n", "Ja."),
            ("Yes.\n\n---- Ops schrieb ----\n\nAt 5?\n", "Yes."),
            ("Yes.\n\n-----\"Ops\" <ops@example.com> schrieb: -----\nAn: eva\n\nAt 5?\n", "Yes."),
            ("Yes.\n\nZitat von Ops <ops@example.com>:\n\n> At 5?\n", "Yes."),
            ("Yes.\n\n>>> Ops <ops@example.com> 05.01.2026 09:12 >>>\nAt 5?\n", "Yes."),
            (
                "Yes.\n\nMissatge de Ops <ops@example.com> del dia dl., 5 de gen. 2026 a les 9:12:\n\nAt 5?\n",
                "Yes."
            ),
            ("Yes.\n--\nEva\nTel: 030 1234567\n", "Yes."), ("Yes.\n--\nEva Doe\n+49 30 1234567\n", "Yes."),
            ("Yes.\n--\nEva van der Doe | Sales\nExample Inc.\neva@example.com\nwww.example.com\n", "Yes."),
            ("Yes.\n--\n\u{5F20}\u{4F1F}\nTlf. 22 33 44 55\n", "Yes."),
            ("Yes.\n--\nEva\nTel. +49 30 1234567\n", "Yes."),
            ("Yes.\n--\nEva Doe\nHead of the night shift\nops@example.com\n", "Yes."),
            ("Yes.\n--\nDr. Eva Doe\n(212) 555-0123\n", "Yes."),
            ("Yes.\n\n> \"Is it so?\"\n> (5 pm)\n", "Yes."),
            ("Room\n3a4\nis free.\n\n> Which room\n> is free?\n", "Room\n3a4\nis free."),
            ("Limits below\nOps wrote:\n> 80 % warn\n> 90 % crit\n", "Limits below"),
            ("Yes.\n>> two levels\n> one level\n\nNo.", "Yes.\n\nNo."),
            ("Yes.\n--\n", "Yes."), ("Yes.\n-- \nJane\n\n--\nThe list\n", "Yes."),
            (
                "收到\n------------------\u{A0}原始邮件\u{A0}------------------\n发件人: \"运维\" <ops@example.com>;\n请处理\n",
                "收到"
            ),
            (
                "FYI, see below\n\n---------- Forwarded message ---------\nFrom: Ops <ops@example.com>\nDate: Mon\nSubject: x\n\nDisk full\n",
                "FYI, see below"
            ),
        ])
    func plain(body: String, expected: String) {
        #expect(ownWords(body) == expected)
        #expect(
            ownWords(body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
                == expected)
    }

    @Test(
        "Reply headers in many languages, with and without a mark on each line",
        arguments: [
            "On 1/5/26 10:00 AM, Ops wrote:",
            "Am 05.01.2026 um 10:00 schrieb Ops <ops@example.com>:",
            "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb Ops <ops@example.com>:",
            "Le lun. 5 janv. 2026 à 10:00, Ops <ops@example.com> a écrit :",
            "El lun, 5 ene 2026 a las 10:00, Ops (<ops@example.com>) escribió:",
            "Il giorno lun 5 gen 2026 alle ore 10:00 Ops <ops@example.com> ha scritto:",
            "Em seg., 5 de jan. de 2026 às 10:00, Ops <ops@example.com> escreveu:",
            "Op ma 5 jan 2026 om 10:00 schreef Ops <ops@example.com>:",
            "W dniu pon., 5 sty 2026 o 10:00 Ops <ops@example.com> napisał(a):",
            "пн, 5 янв. 2026 г. в 10:00, Ops <ops@example.com>:",
            "5 Oca 2026 Pzt 10:00 tarihinde Ops <ops@example.com> şunu yazdı:",
            "\u{202B}בתאריך יום ב׳, 5 בינו׳ 2026 ב-10:00 מאת \u{202A}Ops\u{202C} <\u{202A}ops@example.com\u{202C}>:\u{202C}",
            "2026年1月5日(月) 10:00 Ops <ops@example.com>:",
            "Ops <ops@example.com> 于2026年1月5日周一 10:00写道：",
            "2026년 1월 5일 (월) 오전 10:00, Ops <ops@example.com>님이 작성:",
            "Den mån 5 jan. 2026 kl 10:00 skrev Ops <ops@example.com>:",
            "Den man. 5. jan. 2026 kl. 10.00 skrev Ops <ops@example.com>:",
            "man. 5. jan. 2026 kl. 10:00 skrev Ops <ops@example.com>:",
            "ma 5. tammik. 2026 klo 10.00 Ops (ops@example.com) kirjoitti:",
            "po 5. 1. 2026 v 10:00 odesílatel Ops <ops@example.com> napsal:",
        ])
    func attribution(line: String) {
        #expect(ownWords("Ok.\n\n\(line)\n> Reboot?\n") == "Ok.")
        #expect(ownWords("Ok.\n\n\(line)\n\nReboot?\nBye\n") == "Ok.")
        #expect(ownWords("\(line)\n> Reboot?\n\nOk.\n") == "Ok.")
    }

    @Test(
        "Lines that part the answered mail",
        arguments: [
            "-----Original Message-----", "-----Ursprüngliche Nachricht-----",
            "-------- Original-Nachricht --------",
            "-----Message d’origine-----", "-----Mensaje original-----", "-----Messaggio originale-----",
            "-----Mensagem original-----", "-----Oorspronkelijk bericht-----",
            "-----Oryginalna wiadomość-----",
            "-----Исходное сообщение-----", "-----Orijinal Mesaj-----", "-----元のメッセージ-----", "-----邮件原件-----",
            "---------- Forwarded message ---------", "Begin forwarded message:",
        ])
    func delimiter(line: String) {
        #expect(ownWords("Ok.\n\n\(line)\nFrom: Ops\nReboot?\n") == "Ok.")
    }

    @Test(
        "Headers in words, with and without a line above them",
        arguments: [
            "From: Ops <ops@example.com>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Jane\nSubject: Reboot",
            "Feladó: Ops\nElküldve: 2026. január 5., hétfő 10:00\nCímzett: Jane\nTárgy: Reboot",
            "من: Ops\nتم الإرسال: 5 يناير 2026 10:00\nإلى: Jane\nالموضوع: Reboot",
            "Von: Ops\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Jane\nBetreff: Reboot",
            "De : Ops\nEnvoyé : lundi 5 janvier 2026\nÀ : Jane\nObjet : Reboot",
            "De: Ops\nEnviado el: lunes\nPara: Jane\nAsunto: Reboot",
            "Da: Ops\nInviato: lunedì\nA: Jane\nOggetto: Reboot",
            "De: Ops\nEnviada em: segunda\nPara: Jane\nAssunto: Reboot",
            "Van: Ops\nVerzonden: maandag\nAan: Jane\nOnderwerp: Reboot",
            "Od: Ops\nWysłano: pon.\nDo: Jane\nTemat: Reboot",
            "От: Ops\nОтправлено: пн\nКому: Jane\nТема: Reboot",
            "Kimden: Ops\nGönderildi: Pzt\nKime: Jane\nKonu: Reboot",
            "差出人: Ops\n送信日時: 月\n宛先: Jane\n件名: Reboot",
            "发件人: Ops\n发送时间: 一\n收件人: Jane\n主题: Reboot", "Från: Ops\nSkickat: mån\nTill: Jane\nÄmne: Reboot",
            "Fra: Ops\nSendt: man\nTil: Jane\nEmne: Reboot",
            "Lähettäjä: Ops\nLähetetty: ma\nVastaanottaja: Jane\nAihe: Reboot",
            "Od: Ops\nOdesláno: po\nKomu: Jane\nPředmět: Reboot",
            "*From:* Ops\n*Date:* Mon\n*To:* Jane\n*Subject:* Reboot",
            "From: Ops <ops@example.com>\nDate: Mon\nSubject: Reboot",
            "From: Ops\nDate: Mon\nTo: jane@example.com\nCc: Jo",
        ])
    func header(lines: String) {
        #expect(ownWords("Ok.\n\n\(lines)\n\nShall we?\n") == "Ok.")
        #expect(ownWords("Ok.\n\n________________________________\n\(lines)\n\nShall we?\n") == "Ok.")
    }

    @Test(
        "What phones put below a mail",
        arguments: [
            "Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "Inviato da iPhone", "Enviado do meu iPhone", "Verstuurd vanaf mijn iPhone", "Wysłane z iPhone’a",
            "Отправлено с iPhone", "iPhone'umdan gönderildi", "iPhoneから送信", "发自我的 iPhone",
            "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta", "Odesláno z iPhonu",
            "Get Outlook for iOS<https://aka.ms/o0ukef>", "Sent from Outlook for Android",
            "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
            "Az iPhone-omról küldve", "נשלח מה-iPhone שלי", "أُرسلت من الـ iPhone", "Đã gửi từ iPhone của tôi",
            "This e-mail was sent from my mobile phone.", "Sent from my Nokia 3310",
            "Outlook voor Android downloaden",
            "Sent with Proton Mail secure email.", "Sent from Yahoo Mail on Android",
            "Sent from my Verizon, Samsung Galaxy smartphone", "Gesendet mit der WEB.DE Mail App",
            "Sent via the Samsung Galaxy S9, an AT&T 5G Evolution smartphone", "Sent from hey.com",
            "Sent from my U.S.Cellular© Smartphone", "Отправлено из мобильной Почты Mail.ru",
            "Sent from Mailspring (https://getmailspring.com/), the best free email app for work",
            "Sent from Mail.ru app for Android", "Get Outlook for iOS (https://aka.ms/o0ukef)",
            "Get Outlook for iOS https://aka.ms/o0ukef", "Get Outlook for iOS [https://aka.ms/o0ukef]",
            "Android için Outlook'u edinin<https://aka.ms/x>", "iOS 版 Outlook を入手",
            "Sent from my iPhone 15 Pro Max", "发自我的iPhone",
            "Holen Sie sich Outlook für iOS", "Get Outlook for iOS<https://aka.ms/o0ukef>",
            "Pobierz aplikację Outlook dla systemu Android<https://aka.ms/x>", "Получить Outlook для iOS",
            "Outlook für Android",
            "Outlook for iOS を入手<https://aka.ms/x>", "取得 iOS 版 Outlook", "iOS용 Outlook 다운로드",
            "Отправлено из мобильной Почты Mail",
            "发自网易邮箱大师", "Sent from Workspace ONE Boxer", "Sent from Edison Mail for iOS",
            "Sent from Fastmail",
            "Sent with Spark", "Get BlueMail for Android", "مرسل من الـ iPhone",
        ])
    func deviceSignature(line: String) {
        #expect(ownWords("Ok, coming.\n\n\(line)\n") == "Ok, coming.")
        #expect(
            ownWords(
                "Ok, coming.\n\n\(line)\n\nOn Mon, 5 Jan 2026 at 10:00, Ops <ops@example.com> wrote:\n> Hi\n")
                == "Ok, coming.")
    }

    @Test(
        "What only looks like it stays, and so does a mail that consists of nothing else",
        arguments: [
            "Sent from my backup job on srv1", "Alarm\nBackup sent from Mac mini failed",
            "Report\nGesendet: 15 Pakete, Telefon vergessen",
            "Request\nGesendet von Jo, Telefon 0171 5550123",
            "Hallo\nZur Bestätigung wurde ein Code an Ihr iPhone gesendet.",
            "Merhaba\nKod telefonunuza gönderildi.",
            "Hi\nSent from my iPad. Mom is in hospital, call me",
            "Hi\nSent via Gmail by mistake, please ignore the previous one",
            "Hi\nThis was sent from Apple Watch: fall detected", "Hi\nGesendet von iPad-Kasse 3: Kasse leer",
            "Hi\nGet Outlook for Android installed before 5 pm",
            "Hi\nSent from automobile sensor", "Hi\nSent from pharmacy", "Hi\nSent from machine hall B",
            "Hi\nSent from Macon warehouse today", "Hi\nVon meinem Handy gestohlen",
            "Hi\nVon meinem Telefon aus geht es nicht", "Wer?\nVon meiner Mobilnummer",
            "Hi\nSent from my iPhone Mom is in hospital", "Hi\nEnviado de Macau ontem",
            "Hi\nSent from my iPhone - call me back", "Hi\nSent from my iPad (Mom is in hospital)",
            "Hi\nSent from my phone because the PC is on fire", "Hi\nSent from my phone。妈妈住院了",
            "Hi\n发自我的iPhone，妈妈住院了", "Hi\nSent from my iPhone – in a meeting",
            "Todo\nOutlook für Jo neu installieren", "Todo\nGet Outlook to work again",
            "You have a voice mail\nFrom: Anna (030 123456)\nTo: Mailbox 45\nDate: Monday\n\nPlease call back",
            "New SMS\nFrom: +491701234567\nDate: 2026-11-04 09:12\nTo: SIM1\n\nYour TAN is 482913",
            "Ihre Reise\nVon: Berlin\nAn: Hamburg\nDatum: 5.11.2026 14:05\nGleis 7",
            "Neue Anfrage\nVon: Peter Weber\nDatum: 4.11.2026\nBetreff: Heizung\nNachricht: sie ist kalt",
            "Errors:\nerror A on line 12\n--\nerror B on line 99\n--\nerror C",
            "Hi\nAndroid users: get Outlook now please",
            "Hi\nSent from Spark job 7 on srv1",
            "Disk usage:\n> 90 % on srv1", "> 5 bar",
            "Hello,\n\n5 new requests for eva@example.com on 2026-01-05:\n- door\n- window",
            "Quota report\n2026-01-05 09:12 mailbox eva@example.com:\n95 % used",
            "Hi all,\n\nOn 5 January 2026 please send your list to eva@example.com:\n- name",
            "/etc/passwd changed:\n3a4,5\n> eva:x:1001:\n> joe:x:0:0",
            "a.cf:\n1c1\n< level = low\n---\n> level = high\n> size = 5",
            "Host db1\n>>> 2026-01-05 10:00:00 >>>\nDisk full",
            "Source\n----- Zitat -----\nCarpe diem", "News\n---- Poem written ----\nHello",
            "Portal\nAm 5.1.2026 10:00 schrieb Jo <jo@example.com>: it is cold",
            "Price check\nOn 5 Jan 2026 we are quoting:\nSteel 500 EUR",
            "Guten Morgen\nAm 05.01.2026 lautet das Zitat:\nCarpe diem",
            "Limits:\n> 80 % warn\n> 90 % crit", "Banned:\n> 10.0.0.5\n> 10.0.0.9",
            "New:\n>f+++++++++ etc/passwd\n>f.st...... etc/shadow",
            "a 1\nb error\n--\nd 4\ne error", "Order:\n--\n2x pizza\nTotal 23.50", "Report\n--\nAdded: files",
            "Report\n--\nTelemetry: 5 errors", "Report\n--\nPhone system: 3 lines down\nMobile: ok",
            "Failed jobs\n--\nbackup\nmirror", "Backup failed\n--\nFull log: https://ci.example/1",
            "Your login code:\n--\nCode: 482913", "Login\n--\n482913", "Bank\n--\nPIN 482913",
            "Bitte zahlen an\n--\nStadtwerke\nIBAN: DE89 3704 0044 0532 0130 00",
            "At 3 pm\n--\nZoom Meeting\nMeeting ID: 812 3456 7890",
            "Reise\n--\nHotel Roma\n05.01.2026 - 07.01.2026", "Reise\n--\nHotel Roma\n05.01.2026 10.15",
            "Parcel\n--\nDHL\n1234 5678 9012", "Place\n--\nPark\n52.520008 13.404954",
            "Request\n--\nJane Doe\njane@example.com\n\nPlease call me back about the flat.",
            "Site down\n--\nShop\nhttps://shop.example.com", "Stocks\n--\nAAPL\nBUY @182.50",
            "Crash\nFrom version 2.4.1, Jo <jo@example.com>:\nat start",
            "Form\nJo Miller (555-123-4567) <jo@example.com>:\nPlease call me today.",
            "Neue Bestellung\n--\nFamilie Huber\nTel: 0664 1234567\n2x Margherita",
            "Callback\n--\nJane Low\nPhone: 0171 1234567\nTopic: heating is off",
            "Missed call\n--\nCaller\n0171 1234567\nAt 10:05", "Parking\n--\nHall B\nP 120450",
            "Lieferung\n--\nTor Nord\nM.120450", "Login code\n--\nExample Bank\nPhone: 482913",
            "Heizung\n--\nAnlage\nCelsius 120000",
            "Contact\n\nMessage of 05.01.2026 10:15 from Jo Miller <jo@example.com>:\n\nPlease call back.",
            "Users changed\n< eva:x:1001\n> eva:x:1005\n> joe:x:1006", "< old line\n---\n> new line",
            "Rechnung\n--\nDatum 05.01.2026\nUhrzeit 10:15", "Rechnung\n--\nSumme: 1.234,56 EUR",
            "Rechnung\n--\nDatum\n05.01.2026", "Parcel\n--\nTracking\n00340434161094",
            "Disk\n--\n/dev/sda1 120000 200000",
            "Backup report\n--\nAll volumes were saved", "Party\n--\nBring wine please.",
            "Bitte melden\n--\nBitte sofort anrufen!", "Alarm\n--\nFront door open", "明天\n--\n请带上合同",
            "Motion\n--\nGarage\nhttps://cam.example/clip/123", "Voice mail\n--\n+49 30 1234567\n2 minutes",
            "Pizzeria Roma\n\nNew order 10234 from Jo Miller <jo@example.com>:\n\n2 x Margherita",
            "Form\nJo Miller <jo1985@example.com>:\nPlease call me today.", "Sensor\n> [OK] humidity",
            "New SMS\nMissatge del client Joan <joan@example.com>:\nPump 3 has stopped",
            "Hello\nQuoting your request from Bob <bob@example.com>:\nScrews 5 EUR",
            ">>> Disk full on srv1 10.1.2026 >>>\nPlease act", "Alarm\n>>> Tank 3 empty",
            "On 2026-01-05 ops@example.com wrote: please call",
            "Am 5.1.2026 schrieb Ops <ops@example.com>: bitte melden",
            "Next\n---- Who wrote the minutes? ----\nEva",
            "The vendor says:\nuse 5 > 3", "> All of it is quoted\n> really", "--- ALERT ---\ndisk full",
            "----- Disk report -----\n/dev/sda 90%", "From: srv1\nTo: srv2\nLink down",
            "Backup of /home\n--\n" + String(repeating: "line\n", count: 30) + "end",
            "On 2026-01-05 at 10:00 the job failed:\ndisk full", "a -- b\n---\nc",
            "Host: srv1\nDate: 2026-01-05\nSubject: disk",
            "---------- Forwarded message ---------\nFrom: Ops\nDate: Mon\nSubject: x\n\nDisk full",
        ])
    func counterExample(body: String) {
        #expect(ownWords(body) == body)
    }

    @Test(
        "The containers of mail programs in HTML",
        arguments: [
            (
                "Gmail",
                """
                <div dir="ltr">Yes</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 5 Jan 2026 at
                10:00, Ops &lt;<a href="mailto:ops@example.com">ops@example.com</a>&gt; wrote:<br></div><blockquote
                class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid">Shall we?</blockquote></div>
                """, "Yes"
            ),
            (
                "Gmail, between the lines",
                """
                <div class="gmail_quote"><div class="gmail_attr">On Mon, 5 Jan 2026 at 10:00, Ops &lt;ops@example.com&gt;
                wrote:<br></div><blockquote class="gmail_quote">A?</blockquote><div>Yes A</div><blockquote
                class="gmail_quote">B?</blockquote><div>No B</div></div>
                """, "Yes A\nNo B"
            ),
            (
                "Outlook on the web",
                """
                <p>Yes.</p><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div
                id="divRplyFwdMsg"><font><b>From:</b> Ops<br><b>Sent:</b> Monday</font></div><div>Shall we?</div>
                """, "Yes."
            ),
            (
                "Outlook",
                """
                <p class=MsoNormal>Yes.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal>
                <b>Von:</b> Ops<br><b>Gesendet:</b> Montag<br><b>An:</b> J<br><b>Betreff:</b> R</p></div><p>Shall we?</p>
                """, "Yes."
            ),
            (
                "Thunderbird",
                """
                <p>Yes.</p><div class="moz-cite-prefix">Am 05.01.26 um 10:00 schrieb Ops:<br></div><blockquote type="cite"
                cite="mid:x">Shall we?</blockquote><div class="moz-signature">-- <br>Jo</div>
                """, "Yes."
            ),
            (
                "Yahoo",
                """
                <div>Yes.</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Monday, Ops wrote:</div><div>Shall
                we?</div></div>
                """, "Yes."
            ),
            (
                "Apple Mail",
                """
                <div>Yes.</div><div><br><blockquote type="cite"><div>On 5 Jan 2026, at 10:00, Ops wrote:</div><br><div>Shall
                we?</div></blockquote></div><div id="AppleMailSignature">Sent from my iPhone</div>
                """, "Yes."
            ),
            ("no container", "<div>Value &gt; 5<br>&gt; 90 % full</div>", "Value > 5\n> 90 % full"),
            ("nothing else", "<blockquote>only quoted</blockquote>", "> only quoted"),
            ("only a signature", "<div class=\"moz-signature\">only that</div>", "only that"),
        ])
    func html(program: String, html: String, expected: String) {
        #expect(ownWords(html, contentType: "text/html; charset=utf-8") == expected)
    }

    @Test("By default all of it stays")
    func kept() {
        let reply = "Yes.\n\n-- \nJo\n\nOps wrote:\n> Shall we?"
        #expect(text("Subject: x\n\n\(reply)") == reply)
        let html =
            "<p>Yes.</p><div id=\"divRplyFwdMsg\"><b>From:</b> Ops</div><blockquote>Shall we?</blockquote>"
        #expect(plainText(fromHTML: html) == "Yes.\n\nFrom: Ops\n> Shall we?")
    }

    @Test("What was left out is told")
    func told() {
        func treatments(_ body: String) -> [TextTreatment] {
            Message(parsing: Array("Subject: x\n\n\(body)".utf8), options: TextOptions(quotes: .remove)).body
                .treatments
        }
        #expect(
            treatments("Yes.\n\n-- \nJo\n\nOps wrote:\n> Shall\n> we?\n") == [.quotes(lines: 3, signature: 2)]
        )
        #expect(treatments("> Shall we?\n") == [.onlyQuotes])
        #expect(treatments("Yes.\n") == [])
    }

    @Test("Long texts of quotes and of attributions take no more than their size")
    func hostile() {
        for line in [
            "> a\n", "On 1/1/2026 at 10:00 a@b wrote:\n", "-- \n", "From: a\nSent: b\n", ">\n\nx\n", "a:\n",
        ] {
            let body = "own\n\n" + String(repeating: line, count: 10_000)
            #expect(ownWords(body).utf8.count <= body.utf8.count)
        }
    }
}
