package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Accounts: what they are called, what they may use, and whether they work. */
@Service
@Transactional
public class Accounts {

    private static final int MOST_OF_A_PERSON = 100;

    private final AccountRows accounts;
    private final MembershipRows memberships;
    private final PersonRows persons;
    private final SignUpInvitationRows invitations;
    private final KnownKeys known;
    private final AuditLog audit;
    private final Letters letters;
    private final ApplicationEventPublisher events;
    private final AccountProperties properties;
    private final InstantSource clock;

    Accounts(
            AccountRows accounts,
            MembershipRows memberships,
            PersonRows persons,
            SignUpInvitationRows invitations,
            KnownKeys known,
            AuditLog audit,
            Letters letters,
            ApplicationEventPublisher events,
            AccountProperties properties,
            InstantSource clock) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.persons = persons;
        this.invitations = invitations;
        this.known = known;
        this.audit = audit;
        this.letters = letters;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public AccountLimits limits(AccountId account) {
        return accounts.findById(account).orElseThrow(Accounts::unknown).limits();
    }

    @Transactional(readOnly = true)
    public AccountIdentity identity(AccountId account) {
        return accounts.findById(account).orElseThrow(Accounts::unknown).identity();
    }

    /** Whether its functions may be called: false when suspended, closed or unknown. */
    @Transactional(readOnly = true)
    public boolean open(AccountId account) {
        return accounts.findById(account).filter(Account::open).isPresent();
    }

    /** Whether it is gone for good: false when it is open, suspended or unknown. */
    @Transactional(readOnly = true)
    public boolean closed(AccountId account) {
        return accounts.findById(account)
                .filter(found -> found.state() == AccountState.CLOSED)
                .isPresent();
    }

    /**
     * What it may use, read under a lock that is held to the transaction's end: what counts against
     * a limit decides one after the other.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public AccountLimits lockedLimits(AccountId account) {
        return accounts.lock(account).orElseThrow(Accounts::unknown).limits();
    }

    /** Empty when it is suspended, closed or unknown. */
    @Transactional(readOnly = true)
    public Optional<OpenAccount> whenOpen(AccountId account) {
        return accounts.findById(account).filter(Account::open).map(Account::whenOpen);
    }

    /** All accounts whose functions may be called. */
    @Transactional(readOnly = true)
    public List<OpenAccount> allOpen() {
        return accounts.findByState(AccountState.OPEN).stream().map(Account::whenOpen).toList();
    }

    /** Only open ones, in the order in which the person joined; as many as a menu can hold. */
    @Transactional(readOnly = true)
    public List<AccountOfPerson> of(PersonId person) {
        return memberships.openOf(person, Limit.of(MOST_OF_A_PERSON)).stream()
                .map(OwnAccountRow::view)
                .toList();
    }

    @Transactional(readOnly = true)
    public Optional<String> emailOf(PersonId person) {
        return persons.findById(person).map(Person::email);
    }

    @Transactional(readOnly = true)
    public AccountDetails details(Caller caller) {
        Account account = accounts.findById(caller.account()).orElseThrow(Accounts::unknown);
        String role =
                Subjects.person(caller)
                        .flatMap(p -> memberships.findByAccountAndPerson(account.id(), p))
                        .map(m -> Members.wireName(m.role()))
                        .orElse(null);
        return new AccountDetails(
                account.identity(),
                account.operator(),
                role,
                caller.permissions(),
                account.limits(),
                account.createdAt());
    }

    /** Every account of the installation, the newest first; for the operator. */
    @Transactional(readOnly = true)
    public Page<AccountOverview> all(@Nullable String cursor, @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        Cursor after = Cursor.parse(cursor);
        List<Account> found =
                after == null
                        ? accounts.newest(Limit.of(most + 1))
                        : accounts.before(after.at(), after.uuid(), Limit.of(most + 1));
        return Page.of(found, most, a -> new Cursor(a.createdAt(), a.id().toString()))
                .map(Account::overview);
    }

    /** Those whose name, DNS label or number holds a text; the newest first, for the operator. */
    @Transactional(readOnly = true)
    public List<AccountOverview> named(String part, int most) {
        return accounts.named(part.toLowerCase(Locale.ROOT), Limit.of(most)).stream()
                .map(Account::overview)
                .toList();
    }

    /**
     * Every account, closed ones too, in an order in which none is passed over.
     *
     * @param after the last one of the page before; null for the first page
     */
    @Transactional(readOnly = true)
    public List<AccountOverview> byId(@Nullable AccountId after, int most) {
        List<Account> found =
                after == null
                        ? accounts.firstById(Limit.of(most))
                        : accounts.afterId(after.value(), Limit.of(most));
        return found.stream().map(Account::overview).toList();
    }

    /** Also of a closed one. */
    @Transactional(readOnly = true)
    public Optional<AccountOverview> overview(AccountId account) {
        return accounts.findById(account).map(Account::overview);
    }

    /** Its keys and members are refused from the next request on. */
    public AccountOverview suspend(Caller operator, AccountId account) {
        return become(operator, account, AccountState.SUSPENDED, new AccountSuspended(account));
    }

    public AccountOverview reopen(Caller operator, AccountId account) {
        return become(operator, account, AccountState.OPEN, new AccountReopened(account));
    }

    /** What it may use at once, from its next call and its next change on. */
    public AccountOverview limit(Caller operator, AccountId id, AccountLimits limits) {
        Account account = accounts.lock(id).orElseThrow(Accounts::unknown);
        if (account.limit(limits)) {
            events.publishEvent(new AccountLimited(id));
            audit.appendAll(
                    List.of(id, operator.account()),
                    audit.entry(
                            "operator",
                            "account.limited",
                            "account:" + id,
                            Map.of(
                                    "concurrency", limits.concurrency(),
                                    "functions", limits.functions(),
                                    "codeBytes", limits.codeBytes())));
        }
        return account.overview();
    }

    /** For good. */
    public AccountOverview close(Caller operator, AccountId account) {
        return become(operator, account, AccountState.CLOSED, new AccountClosed(account));
    }

    /** Its short name stays, as addresses hold it. */
    public AccountDetails rename(Caller caller, @Nullable String name) {
        String next = Text.name("name", name);
        Account account = accounts.lock(caller.account()).orElseThrow(Accounts::unknown);
        String before = account.identity().name();
        if (!before.equals(next)) {
            account.rename(next);
            audit.record(
                    caller,
                    "account.renamed",
                    "account:" + account.id(),
                    Map.of("from", before, "to", next));
        }
        return details(caller);
    }

    /**
     * By its owner, for good.
     *
     * @param confirmation the account's short name, so that nothing closes one by mistake
     */
    public void closeOwn(Caller caller, @Nullable String confirmation) {
        Account account = accounts.lock(caller.account()).orElseThrow(Accounts::unknown);
        String slug = account.identity().slug();
        if (confirmation == null || !confirmation.strip().equals(slug)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "confirmation must be %s, the account's short name, to close it"
                            .formatted(slug));
        }
        account.become(AccountState.CLOSED);
        known.forgetAfterCommit();
        events.publishEvent(new AccountClosed(account.id()));
        audit.record(caller, "account.closed", "account:" + account.id(), Map.of());
    }

    /**
     * For what it owes, beside any other reason. Joins the transaction of the step that it is.
     *
     * @param reason for people
     * @return whether it is suspended for this now: never the operator's own, nor a closed one
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean suspendForDebt(AccountId id, String reason) {
        Account account = accounts.lock(id).orElseThrow(Accounts::unknown);
        boolean wasOpen = account.open();
        if (!account.stopForDebt()) {
            return false;
        }
        if (wasOpen) {
            known.forgetAfterCommit();
            events.publishEvent(new AccountSuspended(id));
        }
        audit.append(id, "billing", "account.suspended", "account:" + id, Map.of("reason", reason));
        return true;
    }

    /**
     * What it owed is paid. Joins the transaction of the payment.
     *
     * @return whether it works again: not while the operator has it suspended too
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean reopenFromDebt(AccountId id, String reason) {
        Account account = accounts.lock(id).orElseThrow(Accounts::unknown);
        if (!account.returnFromDebt()) {
            return false;
        }
        known.forgetAfterCommit();
        events.publishEvent(new AccountReopened(id));
        audit.append(id, "billing", "account.reopened", "account:" + id, Map.of("reason", reason));
        return true;
    }

    /** The e-mail addresses of its owners, the first that joined first. */
    @Transactional(readOnly = true)
    public List<String> ownerEmails(AccountId account) {
        return memberships.membersOf(account).stream()
                .filter(each -> each.role() == Role.OWNER)
                .map(MemberRow::email)
                .toList();
    }

    /**
     * Leave to sign up where that is by invitation.
     *
     * @return the link to hand on; empty when it went out by mail
     */
    public Optional<OneTimeLink> inviteToSignUp(Caller operator, @Nullable String email) {
        EmailAddress address = EmailAddress.parse(email);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(properties.invitationLife());
        OneTimeToken token = OneTimeToken.make(OneTimeToken.Kind.SIGN_UP);
        invitations.save(new SignUpInvitation(address, token, now, expiresAt));
        audit.record(operator, "sign-up.invited", "email:" + address.value(), Map.of());
        OneTimeLink link = OneTimeLink.signUp(token, expiresAt);
        if (!letters.configured()) {
            return Optional.of(link);
        }
        letters.inviteToSignUp(address, link);
        return Optional.empty();
    }

    private AccountOverview become(Caller operator, AccountId id, AccountState next, Record event) {
        Account account = accounts.lock(id).orElseThrow(Accounts::unknown);
        if (account.become(next)) {
            known.forgetAfterCommit();
            events.publishEvent(event);
        }
        String action = actionOf(next);
        audit.appendAll(
                List.of(id, operator.account()),
                audit.entry("operator", action, "account:" + id, Map.of()));
        return account.overview();
    }

    private static String actionOf(AccountState next) {
        return switch (next) {
            case OPEN -> "account.reopened";
            case SUSPENDED -> "account.suspended";
            case CLOSED -> "account.closed";
        };
    }

    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such account");
    }
}
