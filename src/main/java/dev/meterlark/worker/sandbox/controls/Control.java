package dev.meterlark.worker.sandbox.controls;

/** The controls of docs/isolation.md: what each is called and what it is for. */
enum Control {
    C1("Namespaces", "A sandbox sees processes, files, names and networks of its own only."),
    C2("User ids", "Whoever breaks out of a sandbox is nobody on the machine and no neighbour."),
    C3("Capabilities", "Nothing that root may do is left to a function."),
    C4("No new privileges", "No set-uid program can give any back."),
    C5("System call filter", "The kernel is asked only for what functions need."),
    C6("Foreign system calls", "Calls of another architecture would pass the filter unseen."),
    C7("Memory", "A function that takes too much ends, and nobody else does."),
    C8("Processes", "A fork bomb meets its limit inside its own sandbox."),
    C9("CPU", "A share in proportion to memory when CPUs are short."),
    C10("Disk", "No function can write to a disk: what it may write lies in its own memory."),
    C11("Resource limits", "Descriptors, core files, locked memory and the like are bounded."),
    C12("Root file system", "Nothing that a sandbox runs on can be changed from inside."),
    C13("Code", "A function cannot change its own package."),
    C14("/tmp", "Bounded in bytes and in files, and part of the function's memory."),
    C15("/dev", "Five harmless devices and no other."),
    C16("/proc", "What it would say of the machine is masked, what could be written is not."),
    C17("/sys and control groups", "Neither is there."),
    C18("Descriptors", "Nothing of the platform is inherited."),
    C19("Environment", "Lambda's variables and the tenant's, and nothing of the platform."),
    C20("Session", "No terminal to push characters into."),
    C21("Runtime API", "One listener for each sandbox, reachable from inside it only."),
    C22("Network by default", "Loopback, and no way beyond it."),
    C23("Network when granted", "Through the platform, to checked public addresses only."),
    C24("Teardown", "Nothing of a sandbox stays: processes, mounts, control groups."),
    C25("Reuse", "Never for another version, function or account; never after trouble."),
    C26(
            "Machine",
            "No threads shared in a core, no merged memory pages, no swap, current microcode."
                    + " Reported, not enforced."),
    C27("OCI runtime", "No version with a known way out, unless your distribution mended it."),
    C28("Platform process", "A process of its own, which is not root, would hold no secrets.");

    private final String title;
    private final String purpose;

    Control(String title, String purpose) {
        this.title = title;
        this.purpose = purpose;
    }

    String title() {
        return title;
    }

    String purpose() {
        return purpose;
    }
}
