package dev.meterlark.shared;

/** Who is at fault when something did not succeed, and so who pays for it and who is woken up. */
public enum Fault {
    CALLER,
    FUNCTION,
    PLATFORM
}
