import Mail
import Testing

@Suite("Text that a program wrote for a terminal")
struct TerminalTextTests {
    private static let escape = "\u{1B}"

    private func shown(_ body: String) -> String {
        text(of: Array(body.utf8), contentType: "text/plain; charset=utf-8")
    }

    @Test(
        "A control sequence goes as a whole",
        arguments: [
            ("\u{1B}[1;31mERROR\u{1B}[0m disk", "ERROR disk"),
            ("\u{1B}[38;5;208mwarm\u{1B}[m \u{1B}[?25l", "warm "),
            ("\u{1B}]0;a window's title\u{7}text", "text"),
            ("\u{1B}]0;a window's title\u{1B}\\text", "text"),
            ("\u{1B}]8;;https://x.example/1\u{1B}\\Open ticket\u{1B}]8;;\u{1B}\\ now", "Open ticket now"),
            ("\u{1B}]8;;https://x.example/1\u{7}Open ticket\u{1B}]8;;\u{7}", "Open ticket"),
            ("\u{1B}P1$r0m\u{1B}\\a\u{1B}_b\u{1B}\\c\u{1B}^d\u{1B}\\e\u{1B}Xf\u{1B}\\g", "aceg"),
            ("\u{1B}(Bx\u{1B}=y\u{1B}7z\u{1B}c!", "xyz!"),
            ("a\u{1B}[5Cb\u{1B}[2;3Hc", "a b\nc"),
            ("\u{9B}31mred\u{9B}0m \u{9D}0;title\u{9C}text", "red text"),
            ("\u{1B}[1mred\u{1B}[0m\r\u{1B}[K\r\nnext\r\r\nline", "red\nnext\nline"),
        ])
    func sequences(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test(
        "A sequence without an end takes no text with it",
        arguments: [
            ("a\u{1B}[31", "a"), ("a\u{1B}[31\nb", "a\nb"), ("a\u{1B}[", "a"), ("a\u{1B}", "a"),
            ("\u{1B}]0;title\nnext line", "title\nnext line"),
            ("\u{1B}Pdata\nnext line", "data\nnext line"),
            ("a\u{1B}[31é b", "aé b"),
        ])
    func unterminated(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test(
        "Colours whose escape character was lost go only where they are set back",
        arguments: [
            ("[31mERROR[0m x", "ERROR x"), ("[1;31mERROR[m x", "ERROR x"),
            ("[01;31m[Kfound[m[K in line 3", "found in line 3"), ("#033[32mok#033[0m", "ok"),
            ("^[[33mwarm^[[0m", "warm"), ("\\u001b[33mwarm\\u001B[0m", "warm"),
            ("array[0m] and [1] and [ERROR]", "array[0m] and [1] and [ERROR]"),
            ("[5m] ahead, then [0m]", "[5m] ahead, then [0m]"), ("only [31m here", "only [31m here"),
            ("[0m and [31m", "[0m and [31m"),
        ])
    func stripped(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test("The single byte of ISO-8859-1 introduces a colour, and is a quotation mark else")
    func singleByte() {
        let label = "text/plain; charset=iso-8859-1"
        #expect(text(of: latin1("\u{9B}31mrot\u{9B}0m gr\u{FC}n"), contentType: label) == "rot grün")
        #expect(text(of: latin1("\u{8B}Katze\u{9B}mit gr\u{FC}n"), contentType: label) == "‹Katze›mit grün")
        // A byte of a longer character is not a control.
        #expect(shown("Û ۛ ě") == "Û ۛ ě")
    }

    @Test(
        "A line that is written again and again is its last state",
        arguments: [
            ("10%\r50%\r100%\n", "100%\n"),
            ("Copying  10%\rCopying 100%\nDone\n", "Copying 100%\nDone\n"),
            (
                "Reading lists... 0%\r\rReading lists... 50%\r\rReading lists... Done\r\nok\n",
                "Reading lists... Done\nok\n"
            ),
            (
                "(Reading ... 5%\r(Reading ... 100%\r(Reading ... 123 files installed.)\nok\n",
                "(Reading ... 123 files installed.)\nok\n"
            ),
            ("Working...\r          \rDone\n", "Done\n"),
            ("Working...\r\u{1B}[KDone\n", "Done\n"),
            ("Working...\u{1B}[2K\rDone\n", "Done\n"),
            (
                "dump\n 32,768   0%  0.00kB/s  0:00:00\r 5,242,880  50%  4.98MB/s  0:00:01\nend\n",
                "dump\n 5,242,880  50%  4.98MB/s  0:00:01\nend\n"
            ),
            ("1.0 MB, 1.0 MiB, 900 kB/s\r524 MB, 500 MiB, 1 GB/s\nend\n", "524 MB, 500 MiB, 1 GB/s\nend\n"),
            (
                "Reading lists...\rReading lists... 0%\rReading lists... Done\nok\n",
                "Reading lists... Done\nok\n"
            ),
            (
                "a.sql\n 32,768   5%  0.00kB/s  0:00:00\r 600,000 100%  11.35MB/s  0:00:00 (xfr#1, to-chk=0/2)\nend\n",
                "a.sql\n 600,000 100%  11.35MB/s  0:00:00 (xfr#1, to-chk=0/2)\nend\n"
            ),
            (
                "  0  100M    0     0    0 --:--:-- --:--:--     0\r 50  100M   50 50.0M    0 0:00:05  0:00:05 10.0M\nend\n",
                " 50  100M   50 50.0M    0 0:00:05  0:00:05 10.0M\nend\n"
            ),
            ("Building tree... 50%\rBuilding tree... Done\n", "Building tree... Done\n"),
            ("| Connecting\r/ Connecting\r- Connecting\nok\n", "- Connecting\nok\n"),
            ("File 3 of 10, 30%\rFile 4 of 10, 40%\n", "File 4 of 10, 40%\n"),
            ("Checked 1 of 3\rChecked 2 of 3\rChecked 3 of 3", "Checked 3 of 3"),
            ("abc: Loading [=>  ]  1MB/9MB\rabc: Loading [==>]  9MB/9MB\n", "abc: Loading [==>]  9MB/9MB\n"),
            ("[>   ] 0.0M/8.7M\r[===>] 8.7M/8.7M\nok\n", "[===>] 8.7M/8.7M\nok\n"),
            ("[##    ] 1/3\r[####  ] 2/3\r[######] 3/3\nEnd\n", "[######] 3/3\nEnd\n"),
        ])
    func progress(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test(
        "Carriage returns that end lines take no line away",
        arguments: [
            ("Door open\rWindow shut\rAlarm off\n", "Door open\rWindow shut\rAlarm off\n"),
            ("CPU 90%\rMemory 50%\n", "CPU 90%\rMemory 50%\n"),
            ("Tank 1 OK\rTank 2 LOW\rTank 3 OK\n", "Tank 1 OK\rTank 2 LOW\rTank 3 OK\n"),
            ("Sensor 1 OK\rSensor 2 OK\r\n", "Sensor 1 OK\rSensor 2 OK\n"),
            ("Zone 1 open 3/10\rZone 2 open 3/10\n", "Zone 1 open 3/10\rZone 2 open 3/10\n"),
            ("web/server1 down\rweb/server2 down\n", "web/server1 down\rweb/server2 down\n"),
            ("Tank 1: 45 %\rTank 2: 80 %\r\n", "Tank 1: 45 %\rTank 2: 80 %\n"),
            (
                "Pump 1 fault 04:12\rPump 2 fault 04:13\r\nok\r\n",
                "Pump 1 fault 04:12\rPump 2 fault 04:13\nok\n"
            ),
            ("1.8.0: 004711.3 kWh\r2.8.0: 000000.0 kWh\r\n", "1.8.0: 004711.3 kWh\r2.8.0: 000000.0 kWh\n"),
            ("Door\rDoor open\n", "Door\rDoor open\n"), ("Disk 9 kB\rDisk 9 kW\n", "Disk 9 kB\rDisk 9 kW\n"),
            ("a\r\nb\r\n", "a\nb\n"),
        ])
    func lineEnds(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test(
        "A text that has nothing but carriage returns has lines",
        arguments: [
            ("Sensor 1\rSensor 2\rSensor 3", "Sensor 1\nSensor 2\nSensor 3"),
            ("CPU 90%\rMemory 50%\rDisk 20%", "CPU 90%\nMemory 50%\nDisk 20%"), ("10%\r50%\r100%", "100%"),
            ("Tank 1 85%\rTank 2 90%\rTank 3 95%", "Tank 1 85%\nTank 2 90%\nTank 3 95%"),
            ("10:00 25%\r11:00 30%\r12:00 95%", "10:00 25%\n11:00 30%\n12:00 95%"),
            (
                "Room 101 21.5 C 45%\rRoom 102 20.0 C 50%\rRoom 103 35.0 C 12%",
                "Room 101 21.5 C 45%\nRoom 102 20.0 C 50%\nRoom 103 35.0 C 12%"
            ),
            ("10:00 Tank 80%\r10:10 Tank 100%", "10:00 Tank 80%\n10:10 Tank 100%"),
            ("1. Pump 20%\r2. Pump 100%", "1. Pump 20%\n2. Pump 100%"),
            ("[##   ] 20%\r[#### ] 80%\r[#####] 100%", "[#####] 100%"),
            ("Gate 1 50%\rGate 2 100%", "Gate 1 50%\nGate 2 100%"),
            ("/dev/sda1 80% used\r/dev/sda2 100% used", "/dev/sda1 80% used\n/dev/sda2 100% used"),
            (
                "05.01.2026 10:00 Tank 80%\r05.01.2026 11:00 Tank 100%",
                "05.01.2026 10:00 Tank 80%\n05.01.2026 11:00 Tank 100%"
            ),
            ("10:00:00 Tank 80%\r10:05:00 Tank 75%", "10:00:00 Tank 80%\n10:05:00 Tank 75%"),
            (
                "05.01.2026 10:00 Tank 80%\r05.01.2026 11:00 Tank 75%",
                "05.01.2026 10:00 Tank 80%\n05.01.2026 11:00 Tank 75%"
            ),
            ("[1] Pump 20%\r[2] Pump 30%", "[1] Pump 20%\n[2] Pump 30%"),
            ("10:00 Wind 3 m/s\r10:05 Wind 9 m/s", "10:00 Wind 3 m/s\n10:05 Wind 9 m/s"),
            ("Pump 1 of 3 ok\rPump 2 of 3 failed", "Pump 1 of 3 ok\nPump 2 of 3 failed"),
            ("Step 2 of 9\rStep 5 of 9\rStep 9 of 9", "Step 9 of 9"), ("Sync 100%\rSync 100%", "Sync 100%"),
            (
                "  1,048,576  10%    1.00MB/s    0:00:10\r 10,485,760 100%    9.00MB/s    0:00:01",
                " 10,485,760 100%    9.00MB/s    0:00:01"
            ),
            ("12.0MiB 0:00:01 [=>   ] 10%\r 120MiB 0:00:10 [====>] 100%", " 120MiB 0:00:10 [====>] 100%"),
            ("abc: Pull 1.2MB/12MB\rabc: Pull 12MB/12MB", "abc: Pull 12MB/12MB"),
            (
                "1.2 MiB / 12 MiB, 10%, ETA 10s\r12 MiB / 12 MiB, 100%, ETA 0s",
                "12 MiB / 12 MiB, 100%, ETA 0s"
            ),
            ("10:00 Wind 3 m/s 80%\r10:05 Wind 9 m/s 100%", "10:00 Wind 3 m/s 80%\n10:05 Wind 9 m/s 100%"),
            ("Tank 1 [##  ] 50%\rTank 2 [####] 100%", "Tank 1 [##  ] 50%\nTank 2 [####] 100%"),
            ("sda1 4GB/8GB 50%\rsda2 8GB/8GB 100%", "sda1 4GB/8GB 50%\nsda2 8GB/8GB 100%"),
            ("10:00 [Pump] 80%\r10:05 [Pump] 100%", "10:00 [Pump] 80%\n10:05 [Pump] 100%"),
        ])
    func onlyCarriageReturns(body: String, expected: String) {
        let encoded = body.utf8.map { "=" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(
            text(of: Array(encoded.utf8), contentType: "text/plain", encoding: "quoted-printable") == expected
        )
    }

    @Test(
        "A backspace is overtyped",
        arguments: [
            ("b\u{8}bo\u{8}ol\u{8}ld\u{8}d", "bold"), ("_\u{8}u_\u{8}n_\u{8}d", "und"),
            ("u\u{8}_n\u{8}_d\u{8}_", "und"), ("ab\u{8} \u{8}!", "a!"),
            ("10%\u{8}\u{8}\u{8}50%\u{8}\u{8}\u{8}100%", "100%"), ("é\u{8}é ü", "é ü"), ("\u{8}\u{8}x", "x"),
        ])
    func backspaces(body: String, expected: String) {
        #expect(shown(body) == expected)
    }

    @Test(
        "It is the same in the HTML of a terminal",
        arguments: [
            ("<pre>\u{1B}[31mERROR\u{1B}[0m x\n10%\r50%\r100%\n</pre>", "ERROR x\n100%"),
            ("<pre>a\u{8}ab\u{8}b</pre>", "ab"), ("<p>a\u{1B}[31<b>x</b></p>", "ax"),
            ("<p>one\rtwo\r\nthree</p>", "one two three"), ("<pre>&#27;[31mred&#27;[0m</pre>", "red"),
        ])
    func html(body: String, expected: String) {
        #expect(text(of: Array(body.utf8), contentType: "text/html; charset=utf-8") == expected)
    }

    @Test("What was done is told")
    func told() {
        let mail = Array("Subject: x\n\n\u{1B}[1mERROR\u{1B}[0m\n10%\r20%\nend\n".utf8)
        #expect(Message(parsing: mail).body.treatments == [.controlSequences, .rewrittenLines])
        #expect(Message(parsing: Array("Subject: x\n\nplain\n".utf8)).body.treatments == [])
    }
}
