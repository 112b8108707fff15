import AllocatorCore

extension Reservation {
    init(_ reservation: MesosResource.ReservationInfo) throws(MalformedField) {
        guard reservation.hasType else { throw .missing("type", "give STATIC or DYNAMIC") }
        let kind: Kind
        switch reservation.type {
        case .static: kind = .static
        case .dynamic: kind = .dynamic
        case .unknown: throw .unknown("type", number: 0, known: "STATIC or DYNAMIC")
        case .UNRECOGNIZED(let number): throw .unknown("type", number: number, known: "STATIC or DYNAMIC")
        }
        guard reservation.hasRole else { throw .missing("role", "give the role that the resource is reserved to") }
        try self.init(reservation, kind: kind, role: reservation.role)
    }

    private init(
        _ reservation: MesosResource.ReservationInfo, kind: Kind, role: String
    ) throws(MalformedField) {
        self.init(kind: kind, role: Name(role))
        if reservation.hasPrincipal { principal = Name(reservation.principal) }
        if reservation.hasLabels {
            labels = try read("labels") { () throws(MalformedField) in try readLabels(reservation.labels) }
        }
    }

    /// Reads a resource's reservation stack, from the pre-refinement format (`role` and `reservation`), the
    /// post-refinement format (`reservations`), or both if they agree.
    static func stack(of resource: MesosResource) throws(MalformedField) -> [Reservation] {
        guard !resource.reservations.isEmpty else { return try stackBeforeRefinement(of: resource) }
        let stack = try readEach("reservations", of: resource.reservations) { (reservation) throws(MalformedField) in
            try Reservation(reservation)
        }
        if resource.hasRole || resource.hasReservation { try check(resource, saysTheSameAs: stack) }
        return stack
    }

    /// Reads the pre-refinement format: role `*` is unreserved, another role is a dynamic reservation if `reservation`
    /// is present, and static otherwise.
    private static func stackBeforeRefinement(of resource: MesosResource) throws(MalformedField) -> [Reservation] {
        let role = resource.hasRole ? resource.role : unreservedRole
        guard resource.hasReservation else {
            return role == unreservedRole ? [] : [Reservation(kind: .static, role: Name(role))]
        }
        guard role != unreservedRole else {
            throw MalformedField(
                "reservation", "is set although the role is \"*\": give the role that the resource is reserved to")
        }
        guard !resource.reservation.hasType else {
            throw MalformedField("reservation.type", "is set: leave it out, or use reservations in place of role")
        }
        guard !resource.reservation.hasRole else {
            throw MalformedField("reservation.role", "is set: leave it out, or use reservations in place of role")
        }
        return try read("reservation") { () throws(MalformedField) in
            [try Reservation(resource.reservation, kind: .dynamic, role: role)]
        }
    }

    private static let unreservedRole = "*"
}

// MARK: - Both formats at once

extension Reservation {
    private static func check(
        _ resource: MesosResource, saysTheSameAs stack: [Reservation]
    ) throws(MalformedField) {
        guard stack.count == 1, let reservation = stack.first else {
            throw MalformedField(
                resource.hasRole ? "role" : "reservation",
                "cannot express several reservations: leave it out")
        }
        if resource.hasRole, Name(resource.role) != reservation.role {
            throw MalformedField(
                "role",
                "is \(MalformedField.quoted(resource.role)) and the reservation's role "
                    + "\(MalformedField.quoted(reservation.role.string)): leave it out")
        }
        switch reservation.kind {
        case .static:
            guard !resource.hasReservation else {
                throw MalformedField("reservation", "is set with a STATIC reservation: leave it out")
            }
        case .dynamic:
            guard resource.hasRole else { throw MalformedField("reservation", "is set without role: leave both out") }
            guard resource.hasReservation else {
                throw MalformedField("role", "is set without reservation beside a DYNAMIC one: leave it out")
            }
            try read("reservation") { () throws(MalformedField) in
                try check(resource.reservation, saysTheSameAs: reservation)
            }
        }
    }

    /// Checks that both formats agree. Absent labels equal empty ones, and their order does not matter.
    private static func check(
        _ legacy: MesosResource.ReservationInfo, saysTheSameAs reservation: Reservation
    ) throws(MalformedField) {
        guard Name(legacy.principal) == reservation.principal ?? "" else {
            throw MalformedField("principal", "is not the one in reservations: leave role and reservation out")
        }
        let labels = try read("labels") { () throws(MalformedField) in try readLabels(legacy.labels) }
        guard labels.sorted() == (reservation.labels ?? []).sorted() else {
            throw MalformedField("labels", "are not those in reservations: leave role and reservation out")
        }
    }
}

extension MesosResource.ReservationInfo {
    init(_ reservation: Reservation) {
        self.init()
        type =
            switch reservation.kind {
            case .static: .static
            case .dynamic: .dynamic
            }
        role = reservation.role.string
        if let principal = reservation.principal { self.principal = principal.string }
        if let labels = reservation.labels { self.labels = MesosLabels(labels) }
    }
}
