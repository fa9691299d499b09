package dev.meterlark.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Accounts and who gets one.
 *
 * @param signUp who may sign up: open (everybody), invitation (whom the operator invited) or
 *     closed; the first sign-up and invitations into an account are always taken
 * @param signUpsPerAddress sign-ups an hour from one address (IPv6: from one /64)
 * @param signUpsFromLoopback sign-ups an hour from the machine itself
 * @param signUpsPerHour sign-ups an hour from everywhere else together
 * @param resetsPerAddress password resets asked for in an hour from one address, and for one e-mail
 *     address
 * @param invitationsPerAccount invitations an hour that one account sends
 * @param invitationsPerEmail invitations an hour to one e-mail address, whoever sends them
 * @param invitationLife how long an invitation is good for
 * @param passwordResetLife how long a link to set a new password is good for
 * @param membersPerAccount members and open invitations of one account
 * @param apiKeysPerAccount keys of one account that are not revoked
 * @param signInLinkLife how long a link to sign in without a password is good for
 * @param passkeysPerPerson passkeys of one person
 * @param sessionsPerPerson sessions of one person at a time; of more the oldest ends
 * @param signInRecordsPerHour audit records of sign-ins, good and bad, of one person in an hour;
 *     the rest is not recorded
 * @param passwordHashesAtOnce password hashes computed at once, of 19 MiB each
 * @param mailFrom the sender of mails
 */
@ConfigurationProperties("meterlark.account")
record AccountProperties(
        @DefaultValue("open") SignUpMode signUp,
        @DefaultValue("10") int signUpsPerAddress,
        @DefaultValue("1000") int signUpsFromLoopback,
        @DefaultValue("200") int signUpsPerHour,
        @DefaultValue("5") int resetsPerAddress,
        @DefaultValue("200") int invitationsPerAccount,
        @DefaultValue("10") int invitationsPerEmail,
        @DefaultValue("7d") Duration invitationLife,
        @DefaultValue("1h") Duration passwordResetLife,
        @DefaultValue("100") int membersPerAccount,
        @DefaultValue("100") int apiKeysPerAccount,
        @DefaultValue("15m") Duration signInLinkLife,
        @DefaultValue("20") int passkeysPerPerson,
        @DefaultValue("100") int sessionsPerPerson,
        @DefaultValue("60") int signInRecordsPerHour,
        @DefaultValue("4") int passwordHashesAtOnce,
        @DefaultValue("meterlark@localhost") String mailFrom) {

    AccountProperties {
        atLeastOne("sign-ups-per-address", signUpsPerAddress);
        atLeastOne("sign-ups-from-loopback", signUpsFromLoopback);
        atLeastOne("sign-ups-per-hour", signUpsPerHour);
        atLeastOne("resets-per-address", resetsPerAddress);
        atLeastOne("invitations-per-account", invitationsPerAccount);
        atLeastOne("invitations-per-email", invitationsPerEmail);
        within("invitation-life", invitationLife, Duration.ofDays(90));
        within("password-reset-life", passwordResetLife, Duration.ofDays(1));
        atLeastOne("members-per-account", membersPerAccount);
        atLeastOne("api-keys-per-account", apiKeysPerAccount);
        within("sign-in-link-life", signInLinkLife, Duration.ofDays(1));
        atLeastOne("passkeys-per-person", passkeysPerPerson);
        atLeastOne("sessions-per-person", sessionsPerPerson);
        atLeastOne("sign-in-records-per-hour", signInRecordsPerHour);
        atLeastOne("password-hashes-at-once", passwordHashesAtOnce);
        if (!mailFrom.matches("\\S+@\\S+")) {
            throw new IllegalArgumentException(
                    "meterlark.account.mail-from must be an e-mail address, was: " + mailFrom);
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "meterlark.account.%s must be at least 1, was: %d".formatted(key, value));
        }
    }

    private static void within(String key, Duration value, Duration longest) {
        if (value.compareTo(Duration.ofMinutes(1)) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.account.%s must be from 1 minute to %d days, was: %s"
                            .formatted(key, longest.toDays(), value));
        }
    }
}
