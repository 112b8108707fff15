import AllocatorCore

extension Disk {
    init(_ disk: MesosResource.DiskInfo) throws(MalformedField) {
        self.init()
        if disk.hasPersistence {
            let principal = disk.persistence.hasPrincipal ? Name(disk.persistence.principal) : nil
            persistence = try read("persistence") { () throws(MalformedField) in
                Persistence(id: try Name(disk.persistence.id, requiredIn: "id"), principal: principal)
            }
        }
        if disk.hasVolume {
            volume = try read("volume") { () throws(MalformedField) in try Volume(disk.volume) }
        }
        if disk.hasSource {
            source = try read("source") { () throws(MalformedField) in try DiskSource(disk.source) }
        }
    }
}

extension Volume {
    init(_ volume: MesosVolume) throws(MalformedField) {
        let mode: Mode
        switch volume.mode {
        case .rw: mode = .readWrite
        case .ro: mode = .readOnly
        case .unset: throw .missing("mode", "give RW or RO")
        case .UNRECOGNIZED(let number): throw .unknown("mode", number: number, known: "RW or RO")
        }
        guard volume.hasContainerPath else {
            throw .missing("container_path", "give the path that a container sees the volume at")
        }
        self.init(
            mode: mode, containerPath: Name(volume.containerPath),
            hostPath: volume.hasHostPath ? Name(volume.hostPath) : nil)
    }
}

extension DiskSource {
    init(_ source: MesosResource.DiskInfo.Source) throws(MalformedField) {
        guard source.hasType else { throw .missing("type", "give PATH, MOUNT, BLOCK or RAW") }
        let kind: Kind
        switch source.type {
        case .path: kind = .path
        case .mount: kind = .mount
        case .block: kind = .block
        case .raw: kind = .raw
        case .unknown: throw .unknown("type", number: 0, known: "PATH, MOUNT, BLOCK or RAW")
        case .UNRECOGNIZED(let number): throw .unknown("type", number: number, known: "PATH, MOUNT, BLOCK or RAW")
        }
        self.init(kind: kind)
        if source.hasPath { path = Root(root: source.path.hasRoot ? Name(source.path.root) : nil) }
        if source.hasMount { mount = Root(root: source.mount.hasRoot ? Name(source.mount.root) : nil) }
        if source.hasVendor { vendor = Name(source.vendor) }
        if source.hasID { id = Name(source.id) }
        if source.hasProfile { profile = Name(source.profile) }
        if source.hasMetadata {
            metadata = try read("metadata") { () throws(MalformedField) in try readLabels(source.metadata) }
        }
    }
}

// MARK: - Writing

extension MesosResource.DiskInfo {
    init(_ disk: Disk) {
        self.init()
        if let persistence = disk.persistence {
            self.persistence.id = persistence.id.string
            if let principal = persistence.principal { self.persistence.principal = principal.string }
        }
        if let volume = disk.volume { self.volume = MesosVolume(volume) }
        if let source = disk.source { self.source = Source(source) }
    }
}

extension MesosVolume {
    init(_ volume: Volume) {
        self.init()
        mode =
            switch volume.mode {
            case .readWrite: .rw
            case .readOnly: .ro
            }
        containerPath = volume.containerPath.string
        if let hostPath = volume.hostPath { self.hostPath = hostPath.string }
    }
}

extension MesosResource.DiskInfo.Source {
    init(_ source: DiskSource) {
        self.init()
        type =
            switch source.kind {
            case .path: .path
            case .mount: .mount
            case .block: .block
            case .raw: .raw
            }
        if let path = source.path {
            self.path = Path()
            if let root = path.root { self.path.root = root.string }
        }
        if let mount = source.mount {
            self.mount = Mount()
            if let root = mount.root { self.mount.root = root.string }
        }
        if let vendor = source.vendor { self.vendor = vendor.string }
        if let id = source.id { self.id = id.string }
        if let profile = source.profile { self.profile = profile.string }
        if let metadata = source.metadata { self.metadata = MesosLabels(metadata) }
    }
}
