package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import java.util.List;

/** Whom notices of an account go to, and how. */
interface Letterbox {

    /** Whether the operator set up mail. */
    boolean configured();

    /** Empty when there is nobody to write to. */
    List<String> recipients(AccountId account);

    /** Blocks until the mail server has it. */
    void send(List<String> to, String subject, String text);
}
