package dev.meterlark.account;

import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;

/** The account itself: what it is, who is in it, its keys without their secrets, its audit log. */
@Component
@Order(1)
class ExportedAccount implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Accounts accounts;
    private final Members members;
    private final ApiKeys keys;
    private final AuditLog audit;

    ExportedAccount(Accounts accounts, Members members, ApiKeys keys, AuditLog audit) {
        this.accounts = accounts;
        this.members = members;
        this.keys = keys;
        this.audit = audit;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        account.json, members.json, invitations.json
        api-keys.jsonl     keys with their scopes
        audit.jsonl        the whole audit log
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        sink.document("account.json", accounts.details(caller));
        sink.document("members.json", members.list(caller));
        sink.document("invitations.json", members.invitations(caller));
        sink.lines("api-keys.jsonl", cursor -> keys.list(caller, cursor, AT_ONCE));
        sink.lines("audit.jsonl", cursor -> audit.page(caller, cursor, AT_ONCE));
    }
}
