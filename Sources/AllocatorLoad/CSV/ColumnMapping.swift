import Foundation

/// The meaning of a column of a CSV file. `cpu_milli=cpus:1000` means that the values of the column cpu_milli, divided
/// by 1000, are amounts of the resource cpus. The target may also be a field of machines or requests.
package struct ColumnMapping: Hashable, Sendable {
    /// The maximum number of mappings of one command.
    package static let maximumCount = 64
    private static let longestName = 255

    package let column: String
    /// The name of a resource or field.
    package let target: String
    package let divisor: Double

    package init(column: String, target: String, divisor: Double = 1) {
        self.column = column
        self.target = target
        self.divisor = divisor
    }

    /// Parses `COLUMN=TARGET` or `COLUMN=TARGET:DIVISOR`.
    ///
    /// - Returns: `nil` if the text is malformed.
    package init?(_ text: String) {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let column = text[..<sign].trimmingCharacters(in: .whitespaces)
        var target = text[text.index(after: sign)...]
        var divisor = 1.0
        if let colon = target.lastIndex(of: ":") {
            guard let number = Double(target[target.index(after: colon)...]), number.isFinite, number > 0 else {
                return nil
            }
            divisor = number
            target = target[..<colon]
        }
        guard Self.isName(column), Self.isName(target) else { return nil }
        self.init(column: column, target: String(target), divisor: divisor)
    }

    /// Whether the target is a field rather than a resource.
    package var isOfField: Bool { CSVField(rawValue: target) != nil }

    /// The resources of the default columns.
    private static let resourcesOfColumns = [
        "cpu_milli": "cpus", "memory_mib": "mem", "gpu": "gpus", "num_gpu": "gpus", "gpu_milli": "gpus",
    ]

    /// The probably intended resource, if the target is the name of a default column. Taken literally, it would define
    /// a resource that no request asks for.
    package var intendedResource: String? { Self.resourcesOfColumns[target] }

    private static func isName(_ text: some StringProtocol) -> Bool {
        (1...longestName).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control && !$0.properties.isWhitespace
            }
    }
}

/// A field of a machine or request that is not an amount.
enum CSVField: String, CaseIterable {
    case sn
    case model
    case name
    case gpuSpec = "gpu_spec"
    case qos
    case creationTime = "creation_time"
    case scheduledTime = "scheduled_time"
    case deletionTime = "deletion_time"

    static let ofMachines: Set<CSVField> = [.sn, .model]
    static let ofRequests = Set(allCases).subtracting(ofMachines)
    static let times: [CSVField] = [.creationTime, .scheduledTime, .deletionTime]
}

/// The columns of one file for fields and amounts.
struct CSVColumns {
    struct Amount {
        let resource: ScalarResource
        let column: String
        let divisor: Double
    }

    /// The mapped columns of fields, with the divisors of their numbers.
    private let fields: [CSVField: (column: String, divisor: Double)]
    /// The mapped amounts. All others come from the default columns.
    let amounts: [Amount]

    /// - Parameters:
    ///   - known: The fields of the file's rows.
    ///   - header: The columns of the file. Mappings of other columns are ignored, since they concern another file.
    init(_ mappings: [ColumnMapping], fields known: Set<CSVField>, header: Set<String>) {
        var fields: [CSVField: (String, Double)] = [:]
        var amounts: [Amount] = []
        for mapping in mappings where header.contains(mapping.column) {
            if let field = CSVField(rawValue: mapping.target) {
                if known.contains(field) { fields[field] = (mapping.column, mapping.divisor) }
            } else {
                let resource = ScalarResource(mapping.target)
                amounts.append(Amount(resource: resource, column: mapping.column, divisor: mapping.divisor))
            }
        }
        self.fields = fields
        self.amounts = amounts
    }

    func column(of field: CSVField) -> String { fields[field]?.column ?? field.rawValue }

    func divisor(of field: CSVField) -> Double { fields[field]?.divisor ?? 1 }

    func isMapped(_ resource: ScalarResource) -> Bool { amounts.contains { $0.resource == resource } }
}
