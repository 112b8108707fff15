import Glibc

struct Folder {
    let path: String

    /// Creates the folder with mode 0700 unless it exists. The parent must exist: a missing parent usually means a
    /// misspelt path or an unmounted disk, in which case nothing must be created.
    func create() throws(JournalFailure) {
        if mkdir(path, 0o700) == 0 {
            // A new folder is durable only after its parent is synced.
            try Folder(path: "\(path)/..").sync()
            return
        }
        let error = SystemError()
        guard error.errno == EEXIST, isFolder else { throw failure(.createFolder, error) }
    }

    /// Syncs the folder's entries to disk.
    func sync() throws(JournalFailure) {
        do throws(SystemError) {
            try OpenFile(path, flags: O_RDONLY | O_DIRECTORY).sync()
        } catch {
            throw failure(.syncFolder, error)
        }
    }

    /// The names of its entries, unordered.
    func names() throws(JournalFailure) -> [String] {
        guard let stream = opendir(path) else { throw failure(.listFolder, SystemError()) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw failure(.listFolder, SystemError()) }
        return names
    }

    private var isFolder: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func failure(_ operation: JournalFailure.Operation, _ error: SystemError) -> JournalFailure {
        JournalFailure(operation: operation, path: path, cause: .system(errno: error.errno))
    }

    /// The size of a file in bytes, or `nil` if there is no file.
    static func size(ofFile path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
