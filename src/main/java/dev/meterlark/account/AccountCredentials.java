package dev.meterlark.account;

import dev.meterlark.edge.ActingId;
import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.SigningCaller;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Answers the edge's question who someone is. */
@Component
class AccountCredentials implements Credentials {

    /** What would outlast the operator's stay in an account, or spend its money. */
    private static final Set<Permission> NOT_WHEN_ACTING =
            EnumSet.of(
                    Permission.ACCOUNT_MANAGE,
                    Permission.MEMBERS_MANAGE,
                    Permission.KEYS_MANAGE,
                    Permission.BILLING_MANAGE);

    private final PersonRows persons;
    private final AccountRows accounts;
    private final MembershipRows memberships;
    private final ActingStayRows stays;
    private final PasswordHashing hashing;
    private final KnownKeys keys;
    private final LastUses uses;
    private final SignInRecords records;
    private final InstantSource clock;

    AccountCredentials(
            PersonRows persons,
            AccountRows accounts,
            MembershipRows memberships,
            ActingStayRows stays,
            PasswordHashing hashing,
            KnownKeys keys,
            LastUses uses,
            SignInRecords records,
            InstantSource clock) {
        this.persons = persons;
        this.accounts = accounts;
        this.memberships = memberships;
        this.stays = stays;
        this.hashing = hashing;
        this.keys = keys;
        this.uses = uses;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> byToken(String token) {
        Optional<ApiKeyToken> parsed = ApiKeyToken.parse(token);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Caller> caller = keys.caller(parsed.get(), now);
        caller.ifPresent(_ -> uses.used(parsed.get().id(), now));
        return caller;
    }

    @Override
    public Optional<Caller> byTokenAtOnce(String token) {
        Instant now = clock.instant();
        Optional<ApiKeyToken> parsed = ApiKeyToken.parse(token);
        Optional<Caller> caller = parsed.flatMap(key -> keys.callerAtOnce(key, now));
        caller.ifPresent(_ -> uses.used(parsed.get().id(), now));
        return caller;
    }

    @Override
    public Optional<SigningCaller> bySigningKey(String keyId) {
        Instant now = clock.instant();
        return noted(keys.signer(keyId, now), keyId, now);
    }

    @Override
    public Optional<SigningCaller> bySigningKeyAtOnce(String keyId) {
        Instant now = clock.instant();
        return noted(keys.signerAtOnce(keyId, now), keyId, now);
    }

    private Optional<SigningCaller> noted(
            Optional<SigningCaller> signer, String keyId, Instant now) {
        signer.ifPresent(_ -> uses.used(keyId, now));
        return signer;
    }

    @Override
    public Optional<SignedIn> signIn(String email, String password) {
        Optional<Person> person = persons.findByEmail(EmailAddress.normal(email));
        boolean right = hashing.matches(password, person.map(Person::passwordHash).orElse(null));
        person.ifPresent(p -> records.tell(p.id(), right));
        return person.filter(_ -> right).map(Person::signedIn);
    }

    @Override
    public Optional<Caller> ofPerson(SignedIn signedIn, @Nullable AccountId chosen) {
        boolean current =
                persons.findById(signedIn.person())
                        .filter(p -> p.signedIn().equals(signedIn))
                        .isPresent();
        if (!current) {
            return Optional.empty();
        }
        return memberships.ofPerson(signedIn.person()).stream()
                .filter(m -> chosen == null || m.account().equals(chosen))
                .map(this::caller)
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public Optional<Caller> acting(Caller operator, ActingId stay) {
        Set<Permission> permissions = EnumSet.copyOf(Role.OWNER.permissions());
        permissions.removeAll(NOT_WHEN_ACTING);
        permissions.retainAll(operator.permissions());
        Instant now = clock.instant();
        return stays.findById(stay.value())
                .filter(found -> found.isOf(operator) && found.goesOn(now))
                .flatMap(found -> accounts.findById(found.account()))
                .filter(Account::open)
                .map(Account::identity)
                .map(
                        identity ->
                                new Caller(
                                        identity.id(),
                                        identity.slug(),
                                        identity.number(),
                                        Subjects.ofOperator(operator),
                                        permissions));
    }

    private @Nullable Caller caller(Membership membership) {
        Account account = accounts.findById(membership.account()).orElseThrow();
        if (!account.open()) {
            return null;
        }
        AccountIdentity identity = account.identity();
        return new Caller(
                identity.id(),
                identity.slug(),
                identity.number(),
                Subjects.of(membership.person()),
                account.permissionsOf(membership.role()));
    }
}
