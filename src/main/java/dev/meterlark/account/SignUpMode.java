package dev.meterlark.account;

/** Who may make an account. */
enum SignUpMode {
    OPEN,
    INVITATION,
    CLOSED
}
