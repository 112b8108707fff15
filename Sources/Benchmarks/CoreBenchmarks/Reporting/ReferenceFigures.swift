/// The figures of Mesos 1.12's hierarchical allocator for its own benchmarks, measured (g++ 12 -O3) on the machine that
/// `Performance`, a page of AllocatorCore, describes, ±30 %. Several differing measurements are given as their range.
enum ReferenceFigures {
    struct Runs {
        var run: ReferenceFigure?
        var idle: ReferenceFigure?
        var adding: ReferenceFigure?
    }

    static let firstRun: [String: [Size: ReferenceFigure]] = [
        "DeclineOffers": [
            Size(agents: 1_000, frameworks: 1): ReferenceFigure(32),
            Size(agents: 1_000, frameworks: 50): ReferenceFigure(48...82),
            Size(agents: 1_000, frameworks: 100): ReferenceFigure(80),
            Size(agents: 1_000, frameworks: 200): ReferenceFigure(121),
        ]
    ]

    static let allDeclined: [String: [Size: ReferenceFigure]] = [
        "DeclineOffers": [
            Size(agents: 1_000, frameworks: 1): ReferenceFigure(29),
            Size(agents: 1_000, frameworks: 50): ReferenceFigure(920),
            Size(agents: 1_000, frameworks: 100): ReferenceFigure(2_020),
            Size(agents: 1_000, frameworks: 200): ReferenceFigure(4_290),
        ],
        "ResourceLabels": [Size(agents: 1_000, frameworks: 50): ReferenceFigure(1_060)],
    ]

    static let suppressOffers: [Size: (offering: ReferenceFigure, suppressed: ReferenceFigure)] = [
        Size(agents: 1_000, frameworks: 200): (ReferenceFigure(100...120), ReferenceFigure(10))
    ]

    static let addAndUpdateSlave: [Size: (add: ReferenceFigure, update: ReferenceFigure?)] = [
        Size(agents: 1_000, frameworks: 200): (ReferenceFigure(119), ReferenceFigure(117)),
        Size(agents: 5_000, frameworks: 1_000): (ReferenceFigure(960...1_140), nil),
        Size(agents: 10_000, frameworks: 6_000): (ReferenceFigure(4_800...5_600), nil),
    ]

    static let persistentVolumes: [Size: ReferenceFigure] = [
        Size(agents: 1_000, frameworks: 200): ReferenceFigure(89)
    ]

    static let largeAndSmallQuota: [Size: Runs] = [
        Size(agents: 250, frameworks: 50): Runs(
            run: ReferenceFigure(171...323), idle: ReferenceFigure(108...190), adding: ReferenceFigure(173...334)),
        Size(agents: 2_500, frameworks: 500): Runs(adding: ReferenceFigure(71_000)),
    ]

    /// The figures by number of roles.
    static let nonQuota: [Int: Runs] = [
        1_000: Runs(run: ReferenceFigure(287), idle: ReferenceFigure(174), adding: ReferenceFigure(10_000))
    ]

    static let quota: [Int: Runs] = [
        1_000: Runs(run: ReferenceFigure(357), idle: ReferenceFigure(218), adding: ReferenceFigure(10_000))
    ]

    /// The figures by number of resources.
    static let updateAllocation: [Int: ReferenceFigure] = [
        200: ReferenceFigure(7.2), 400: ReferenceFigure(26), 800: ReferenceFigure(52),
    ]

    static let takingBack: [Size: ReferenceFigure] = [
        Size(agents: 50_000, frameworks: 1_000): ReferenceFigure(4_600)
    ]

    /// The figures by number of active clients.
    static let sorts: [Int: (full: ReferenceFigure, unchanged: ReferenceFigure)] = [
        1_000: (ReferenceFigure(0.44), ReferenceFigure(0.019)), 6_000: (ReferenceFigure(12), ReferenceFigure(0.228)),
    ]
}
