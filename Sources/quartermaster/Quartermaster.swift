@main enum Quartermaster { static func main() {} }
