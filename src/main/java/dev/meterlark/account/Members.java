package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Who is in an account, and who is asked to be. Nobody gives, takes away or changes a role that
 * allows more than they are allowed themselves; an account always has an owner.
 */
@Service
@Transactional
public class Members {

    private final MembershipRows memberships;
    private final AccountRows accounts;
    private final PersonRows persons;
    private final InvitationRows invitations;
    private final ApiKeyRows keys;
    private final KnownKeys known;
    private final AuditLog audit;
    private final Letters letters;
    private final AccountProperties properties;
    private final InstantSource clock;
    private final HourlyLimit perAccount;
    private final HourlyLimit perEmail;

    Members(
            MembershipRows memberships,
            AccountRows accounts,
            PersonRows persons,
            InvitationRows invitations,
            ApiKeyRows keys,
            KnownKeys known,
            AuditLog audit,
            Letters letters,
            AccountProperties properties,
            InstantSource clock) {
        this.memberships = memberships;
        this.accounts = accounts;
        this.persons = persons;
        this.invitations = invitations;
        this.keys = keys;
        this.known = known;
        this.audit = audit;
        this.letters = letters;
        this.properties = properties;
        this.clock = clock;
        this.perAccount = new HourlyLimit(properties.invitationsPerAccount());
        this.perEmail = new HourlyLimit(properties.invitationsPerEmail());
    }

    /** All of them, in the order in which they joined. */
    @Transactional(readOnly = true)
    public List<MemberView> list(Caller caller) {
        return memberships.membersOf(caller.account()).stream().map(MemberRow::view).toList();
    }

    /** Those that were not accepted and are still good. */
    @Transactional(readOnly = true)
    public List<InvitationView> invitations(Caller caller) {
        return invitations.openOf(caller.account(), clock.instant()).stream()
                .map(Invitation::view)
                .toList();
    }

    /**
     * Earlier invitations of the same address are dead from now on.
     *
     * @param role owner, developer, billing or viewer
     */
    public Invited invite(Caller caller, @Nullable String email, @Nullable String role) {
        EmailAddress address = EmailAddress.parse(email);
        Role offered = role(role);
        Account account = accounts.lock(caller.account()).orElseThrow();
        requireAbove(caller, account, offered);
        refuseMember(account, address);
        invitations.withdraw(account.id(), address.value());
        refuseFull(account);
        perAccount.take(account.id().toString(), "invitations from this account");
        perEmail.take(address.value(), "invitations to " + address.value());
        Instant now = clock.instant();
        OneTimeToken token = OneTimeToken.make(OneTimeToken.Kind.INVITATION);
        Instant expiresAt = now.plus(properties.invitationLife());
        Invitation invitation =
                new Invitation(account.id(), address, offered, token, now, expiresAt);
        invitations.save(invitation);
        OneTimeLink link = OneTimeLink.invitation(token, expiresAt);
        audit.record(
                caller,
                "member.invited",
                "email:" + address.value(),
                Map.of("role", wireName(offered)));
        if (!letters.configured()) {
            return new Invited(invitation.view(), link);
        }
        letters.invite(address, account.identity().name(), link);
        return new Invited(invitation.view(), null);
    }

    public void withdrawInvitation(Caller caller, UUID id) {
        Invitation invitation =
                invitations
                        .findByAccountAndId(caller.account(), new RowId(id))
                        .filter(i -> i.usable(clock.instant()))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such open invitation in this"
                                                        + " account"));
        invitations.delete(invitation);
        audit.record(
                caller, "member.invitation-withdrawn", "email:" + invitation.email(), Map.of());
    }

    /** Holds from the member's next request on. */
    public MemberView changeRole(Caller caller, PersonId person, @Nullable String role) {
        Role next = role(role);
        Account account = accounts.lock(caller.account()).orElseThrow();
        Membership membership = membership(caller, person);
        Role before = membership.role();
        requireAbove(caller, account, before);
        requireAbove(caller, account, next);
        if (before != next) {
            keepAnOwner(membership);
            membership.changeRole(next);
            known.forgetAfterCommit();
            audit.record(
                    caller,
                    "member.role-changed",
                    Subjects.of(person),
                    Map.of("from", wireName(before), "to", wireName(next)));
        }
        String email = persons.findById(person).orElseThrow().email();
        return new MemberView(person, email, wireName(next), membership.joinedAt());
    }

    /** Holds from the next request on; the keys that the member made here are revoked as well. */
    public void remove(Caller caller, PersonId person) {
        Account account = accounts.lock(caller.account()).orElseThrow();
        Membership membership = membership(caller, person);
        requireAbove(caller, account, membership.role());
        end(caller, account, membership, "member.removed");
    }

    /**
     * By the member, who needs nobody's leave for it, as by {@link #remove}.
     *
     * @throws RefusedException for whoever is no member in person, and for the last owner
     */
    public void leave(Caller caller) {
        PersonId person =
                Subjects.person(caller)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.FORBIDDEN,
                                                "only a member who is signed in can leave"));
        Account account = accounts.lock(caller.account()).orElseThrow();
        end(caller, account, membership(caller, person), "member.left");
    }

    /**
     * @param account whose row is locked
     */
    private void end(Caller caller, Account account, Membership membership, String action) {
        keepAnOwner(membership);
        PersonId person = membership.person();
        Instant now = clock.instant();
        List<ApiKey> made = keys.liveOf(account.id(), person);
        made.forEach(k -> k.revoke(now));
        memberships.delete(membership);
        known.forgetAfterCommit();
        made.forEach(k -> audit.record(caller, "key.revoked", Subjects.ofKey(k.id()), Map.of()));
        audit.record(
                caller, action, Subjects.of(person), Map.of("role", wireName(membership.role())));
    }

    static String wireName(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Role role(@Nullable String name) {
        return Arrays.stream(Role.values())
                .filter(r -> wireName(r).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "role must be owner, developer, billing or viewer, was: "
                                                + (name == null ? "missing" : Text.shown(name))));
    }

    private static void requireAbove(Caller caller, Account account, Role role) {
        if (!caller.permissions().containsAll(account.permissionsOf(role))) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "these credentials do not allow all that the role %s allows"
                            .formatted(wireName(role)));
        }
    }

    /** The account's row is locked: no other change of its members runs meanwhile. */
    private void keepAnOwner(Membership leaving) {
        if (leaving.role() == Role.OWNER
                && memberships.countByAccountAndRole(leaving.account(), Role.OWNER) == 1) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the last owner of an account stays its owner; make another member owner"
                            + " first");
        }
    }

    private void refuseMember(Account account, EmailAddress address) {
        boolean member =
                persons.findByEmail(address.value())
                        .flatMap(p -> memberships.findByAccountAndPerson(account.id(), p.id()))
                        .isPresent();
        if (member) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s is a member of this account already".formatted(address.value()));
        }
    }

    private void refuseFull(Account account) {
        long taken =
                memberships.countByAccount(account.id())
                        + invitations.openOf(account.id(), clock.instant()).size();
        if (taken >= properties.membersPerAccount()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d members and open invitations, as many as it may"
                            .formatted(taken));
        }
    }

    private Membership membership(Caller caller, PersonId person) {
        return memberships
                .findByAccountAndPerson(caller.account(), person)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such member in this account"));
    }
}
