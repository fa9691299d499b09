package dev.meterlark;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.Invited;
import dev.meterlark.account.Joining;
import dev.meterlark.account.Members;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.OneTimeLink;
import dev.meterlark.account.Origin;
import dev.meterlark.account.SignUp;
import dev.meterlark.account.SignedUp;
import dev.meterlark.account.SigningUp;
import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Accounts for tests of the whole application; the operator's is there before the first test. */
public final class Tenants {

    public static final String PASSWORD = "plover vex quilt";

    private static final Origin HERE = new Origin("127.0.0.1", true);

    private final AtomicInteger count = new AtomicInteger();
    private final SigningUp signingUp;
    private final Members members;
    private final Joining joining;
    private final ApiKeys keys;
    private final Credentials credentials;
    private volatile Tenant operator;

    /**
     * @param key with all that the person may do
     */
    public record Tenant(String email, AccountIdentity account, SignedIn person, NewApiKey key) {

        public String token() {
            return key.token();
        }
    }

    @SuppressWarnings("NullAway.Init") // when the application is ready
    Tenants(
            SigningUp signingUp,
            Members members,
            Joining joining,
            ApiKeys keys,
            Credentials credentials) {
        this.signingUp = signingUp;
        this.members = members;
        this.joining = joining;
        this.keys = keys;
        this.credentials = credentials;
    }

    @EventListener(ApplicationReadyEvent.class)
    void signUpOperator() {
        operator = newOwner();
    }

    public Tenant operator() {
        return operator;
    }

    /** The owner of an account of their own. */
    public Tenant newOwner() {
        String email = newEmail();
        SignedUp made =
                signingUp.signUp(new SignUp("Acme " + count, email, PASSWORD, null, null), HERE);
        return new Tenant(email, made.account(), made.owner(), made.apiKey());
    }

    /** Somebody new in the owner's account. */
    public Tenant newMember(Tenant owner, String role) {
        String email = newEmail();
        Invited invited = members.invite(caller(owner), email, role);
        OneTimeLink link = Objects.requireNonNull(invited.link(), "it went out by mail");
        SignedIn person = joining.accept(link.token(), PASSWORD).person();
        Caller caller = credentials.ofPerson(person, owner.account().id()).orElseThrow();
        return new Tenant(
                email, owner.account(), person, keys.make(caller, role + "'s", null, null));
    }

    /** Who has an account already, in another one's too. */
    public void join(Tenant person, Tenant owner, String role) {
        Invited invited = members.invite(caller(owner), person.email(), role);
        OneTimeLink link = Objects.requireNonNull(invited.link(), "it went out by mail");
        joining.accept(link.token(), person.person());
    }

    /** One more key of the same person, cut down to these scopes. */
    public NewApiKey newKey(Tenant of, Permission... scopes) {
        List<String> names = List.of(scopes).stream().map(Permission::wireName).toList();
        return keys.make(caller(of), "cut down", names, null);
    }

    public Caller caller(Tenant of) {
        return credentials.ofPerson(of.person(), of.account().id()).orElseThrow();
    }

    public String newEmail() {
        return "tenant%d@example.com".formatted(count.incrementAndGet());
    }
}
