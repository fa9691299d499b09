package dev.meterlark.console.account;

import dev.meterlark.account.AuditRecordView;
import dev.meterlark.account.InvitationOffer;
import dev.meterlark.account.InvitationView;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.SignUp;
import dev.meterlark.console.Filling;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models of the doors and of the pages of an account. */
public final class AccountModels {

    private final Filling with;
    private final String text;

    public AccountModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>(account());
        all.putAll(doors());
        return all;
    }

    private Map<String, Map<String, Object>> account() {
        return Map.of(
                "account/members",
                with.model(
                        "members",
                        List.of(member()),
                        "invitations",
                        List.of(invitation()),
                        "roles",
                        List.of("owner", text),
                        "link",
                        text),
                "account/keys",
                with.model("keys", List.of(key()), "scopes", scopes(), "made", newKey()),
                "account/audit",
                with.model("records", List.of(auditRecord()), "next", text));
    }

    private Map<String, Map<String, Object>> doors() {
        return Map.of(
                "account/sign-in",
                with.model("email", text, "problem", text, "next", text, "signUpOpen", true),
                "account/sign-up",
                with.model(
                        "form",
                        new SignUp(text, text, text, text, text),
                        "tokenNeeded",
                        true,
                        "first",
                        true,
                        "open",
                        true),
                "account/invitation",
                with.model("offer", new InvitationOffer(text, text, text, true), "token", text),
                "account/password-reset",
                with.model("token", text),
                "account/welcome",
                with.model("account", Map.of("name", text), "key", newKey()));
    }

    private MemberView member() {
        return new MemberView(PersonId.random(), text, "owner", Filling.NOW);
    }

    private InvitationView invitation() {
        return new InvitationView(UUID.randomUUID(), text, text, Filling.NOW, Filling.NOW);
    }

    private KeysPage.Row key() {
        return new KeysPage.Row(text, text, text, Filling.NOW, null, false);
    }

    private static List<KeysPage.Scope> scopes() {
        return Arrays.stream(Permission.values()).map(KeysPage.Scope::of).toList();
    }

    private NewApiKey newKey() {
        return new NewApiKey(text, text, text);
    }

    private AuditRecordView auditRecord() {
        return new AuditRecordView(1, Filling.NOW, text, text, text, Map.of(), text);
    }
}
