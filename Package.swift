// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "postsms",
    products: [
        .executable(name: "postsms", targets: ["postsms"]),
        .executable(name: "smsgate-sim", targets: ["smsgate-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // With libcurl's header, but not linked to libcurl.
        .target(name: "CCurl"),
        .systemLibrary(name: "CCrypt"),
        .systemLibrary(name: "CJansson"),
        .systemLibrary(name: "CNettle"),
        .target(name: "CProcess"),
        .target(name: "Nettle", dependencies: ["CNettle"], swiftSettings: strict),
        .target(name: "Mail", swiftSettings: strict),
        .target(name: "SMS", swiftSettings: strict),
        .target(
            name: "SMSGate", dependencies: ["CCurl", "CJansson", "Nettle"], swiftSettings: strict),
        .target(name: "Files", swiftSettings: strict),
        .target(
            name: "Configuration",
            dependencies: ["Accounts", "Files", "Mail", "Protocols", "SMS", "SMSGate"],
            swiftSettings: strict),
        .target(name: "Accounts", dependencies: ["CCrypt", "Files", "Nettle"], swiftSettings: strict),
        .target(name: "Metrics", dependencies: ["Files"], swiftSettings: strict),
        .target(
            name: "Delivery",
            dependencies: [
                "Accounts", "CProcess", "Configuration", "Files", "Mail", "Metrics", "Nettle", "SMS",
                "SMSGate",
            ],
            swiftSettings: strict),
        .target(name: "Protocols", dependencies: ["Nettle"], swiftSettings: strict),
        .target(
            name: "Check",
            dependencies: ["Accounts", "Configuration", "Files", "Metrics", "Nettle", "SMSGate"],
            resources: [
                .embedInCode("Resources/main.cf"), .embedInCode("Resources/master.cf"),
                .embedInCode("Resources/milter.cf"),
                .embedInCode("Resources/postsms_recipients"), .embedInCode("Resources/postsms_commands"),
                .embedInCode("Resources/postsms_bypass"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "postsms",
            dependencies: [
                "Accounts", "CCurl", "CProcess", "Check", "Configuration", "Delivery", "Files", "Metrics",
                "Protocols", "SMSGate",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "smsgate-sim",
            dependencies: [argumentParser, .product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: strict),

        .executableTarget(
            name: "parse-benchmark", dependencies: ["Mail", "SMS"], path: "Tests/Benchmarks",
            exclude: ["Gateway", "Programs", "parse", "run"],
            swiftSettings: strict),
        .testTarget(name: "NettleTests", dependencies: ["Nettle"], swiftSettings: strict),
        .testTarget(name: "MailTests", dependencies: ["Mail"], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(name: "SMSTests", dependencies: ["SMS"], swiftSettings: strict),
        .testTarget(name: "SMSGateTests", dependencies: ["SMSGate"], swiftSettings: strict),
        .target(name: "TemporaryFile", path: "Tests/TemporaryFile", swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "Files", "Protocols", "SMSGate", "TemporaryFile"],
            exclude: ["BadConfigurations"], swiftSettings: strict),
        .testTarget(
            name: "AccountsTests",
            dependencies: ["Accounts", "Configuration", "Files", "SMSGate", "TemporaryFile"],
            swiftSettings: strict),
        .testTarget(
            name: "MetricsTests", dependencies: ["Files", "Metrics", "TemporaryFile"], swiftSettings: strict),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Accounts", "Configuration", "Delivery", "Files", "Mail", "Metrics", "SMSGate",
                "TemporaryFile",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CheckTests",
            dependencies: ["Accounts", "Check", "Configuration", "Files", "SMSGate", "TemporaryFile"],
            swiftSettings: strict),
        .testTarget(
            name: "ProtocolsTests", dependencies: ["Protocols"], exclude: ["Dialogues"], swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            exclude: ["Clients", "Servers", "relay"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
