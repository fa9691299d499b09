package dev.meterlark.account;

import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.Caller;

import java.util.concurrent.atomic.AtomicInteger;

/** Makes accounts and members for tests, each with an address of its own. */
class People {

    static final String PASSWORD = "plover vex quilt";
    static final Origin HERE = new Origin("127.0.0.1", true);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final SigningUp signingUp;
    private final Members members;
    private final Joining joining;
    private final Credentials credentials;

    People(SigningUp signingUp, Members members, Joining joining, Credentials credentials) {
        this.signingUp = signingUp;
        this.members = members;
        this.joining = joining;
        this.credentials = credentials;
    }

    static String newEmail() {
        return "person%d@example.com".formatted(COUNT.incrementAndGet());
    }

    static SignUp request(String name, String email) {
        return new SignUp(name, email, PASSWORD, null, null);
    }

    /** The owner of a new account, which is never the operator's. */
    Owner owner() {
        if (signingUp.awaitsOperator()) {
            signingUp.signUp(request("Operator", newEmail()), HERE);
        }
        String email = newEmail();
        return new Owner(email, signingUp.signUp(request("Acme", email), HERE));
    }

    SignedIn member(Owner owner, String role) {
        Invited invited = members.invite(caller(owner), newEmail(), role);
        return joining.accept(link(invited).token(), PASSWORD).person();
    }

    Caller caller(Owner owner) {
        return caller(owner.signedUp().owner());
    }

    Caller caller(SignedIn person) {
        return credentials.ofPerson(person, null).orElseThrow();
    }

    static OneTimeLink link(Invited invited) {
        OneTimeLink link = invited.link();
        if (link == null) {
            throw new AssertionError("the invitation went out by mail");
        }
        return link;
    }

    record Owner(String email, SignedUp signedUp) {}
}
