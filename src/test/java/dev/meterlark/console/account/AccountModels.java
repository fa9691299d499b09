package dev.meterlark.console.account;

import dev.meterlark.account.AccountDetails;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.InvitationOffer;
import dev.meterlark.account.InvitationView;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.PasskeyChallenge;
import dev.meterlark.account.PasskeyView;
import dev.meterlark.account.SignUp;
import dev.meterlark.console.Filling;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                        text,
                        "leaves",
                        true),
                "account/leave",
                with.model("account", details()),
                "account/permissions",
                with.model(
                        "roles",
                        List.of("owner", text),
                        "permissions",
                        List.of(
                                new PermissionsPage.Line(
                                        text, text, List.of(true, false), true, true))),
                "account/keys",
                keys(),
                "account/security",
                with.model(
                        "email",
                        text,
                        "takesPasskeys",
                        true,
                        "provider",
                        text,
                        "connected",
                        true,
                        "passkeys",
                        List.of(new PasskeyView(UUID.randomUUID(), text, Filling.NOW, null)),
                        "sessions",
                        List.of(session(true), session(false))),
                "account/settings",
                with.model("account", details(), "name", text, "codeBytes", text),
                "account/close",
                with.model("account", details()),
                "account/passkey-new",
                with.model("takesPasskeys", true, "challenge", challenge(), "name", text),
                "account/audit",
                with.model(
                        "records",
                        List.of(auditRecord()),
                        "next",
                        text,
                        "searched",
                        true,
                        "search",
                        new AuditPage.Search(text, text, text, text, text)));
    }

    private Map<String, Object> keys() {
        return with.model(
                "keys",
                List.of(key()),
                "scopes",
                scopes(),
                "made",
                newKey(),
                "name",
                text,
                "days",
                30);
    }

    private Map<String, Map<String, Object>> doors() {
        return Map.of(
                "account/sign-in",
                with.model(
                        "email",
                        text,
                        "problem",
                        text,
                        "next",
                        text,
                        "signUpOpen",
                        true,
                        "linksOffered",
                        true,
                        "provider",
                        text,
                        "challenge",
                        challenge()),
                "account/sign-in-link",
                with.model("email", text, "offered", true),
                "account/confirm",
                with.model(
                        "action",
                        "/account/keys",
                        "fields",
                        List.of(new AskingAgain.Field(text, text)),
                        "hasPasskeys",
                        true,
                        "provider",
                        text,
                        "back",
                        text,
                        "challenge",
                        challenge()),
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
                with.model(
                        "offer",
                        new InvitationOffer(text, text, text, true),
                        "token",
                        text,
                        "signedInAs",
                        text,
                        "invited",
                        false),
                "account/password-reset",
                with.model("token", text),
                "account/welcome",
                with.model("account", Map.of("name", text), "key", newKey()));
    }

    private AccountDetails details() {
        return new AccountDetails(
                new AccountIdentity(AccountId.random(), text, text, text),
                false,
                text,
                Set.of(),
                new AccountLimits(100, 100, 1_000_000),
                Filling.NOW);
    }

    private PasskeyChallenge challenge() {
        return new PasskeyChallenge(text, text);
    }

    private SecurityPage.Row session(boolean here) {
        return new SecurityPage.Row(text, text, text, text, Filling.NOW, Filling.NOW, here);
    }

    private MemberView member() {
        return new MemberView(PersonId.random(), text, "owner", Filling.NOW);
    }

    private InvitationView invitation() {
        return new InvitationView(UUID.randomUUID(), text, text, Filling.NOW, Filling.NOW);
    }

    private KeysPage.Row key() {
        return new KeysPage.Row(text, text, text, Filling.NOW, null, Filling.NOW, false);
    }

    private static List<KeysPage.Scope> scopes() {
        return Arrays.stream(Permission.values()).map(KeysPage.Scope::of).toList();
    }

    private NewApiKey newKey() {
        return new NewApiKey(text, text, text);
    }

    private AuditPage.Row auditRecord() {
        return new AuditPage.Row(1, Filling.NOW, text, text, text, text, text);
    }
}
