package dev.meterlark.account;

/**
 * What an invitation offers to whoever holds its link.
 *
 * @param signedUp whether the address has a sign-in already, whose password is asked; else one is
 *     chosen
 */
public record InvitationOffer(String accountName, String email, String role, boolean signedUp) {}
