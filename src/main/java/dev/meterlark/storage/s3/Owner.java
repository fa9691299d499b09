package dev.meterlark.storage.s3;

import dev.meterlark.shared.Caller;

/**
 * Whose buckets they are: the account.
 *
 * @param id its 12-digit number
 */
record Owner(String id, String name) {

    static Owner of(Caller caller) {
        return new Owner(caller.accountNumber(), caller.slug());
    }

    void write(Xml xml) {
        xml.add("ID", id).add("DisplayName", name);
    }
}
