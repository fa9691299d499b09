package dev.meterlark.account.web;

import dev.meterlark.account.InvitationOffer;
import dev.meterlark.account.InvitationView;
import dev.meterlark.account.Invited;
import dev.meterlark.account.Joined;
import dev.meterlark.account.Joining;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.Members;
import dev.meterlark.account.OneTimeLink;
import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.UUID;

@RestController
@RequestMapping("/api/v1")
class MembersController {

    private final Members members;
    private final Joining joining;

    MembersController(Members members, Joining joining) {
        this.members = members;
        this.joining = joining;
    }

    @GetMapping("/members")
    @Access(Permission.ACCOUNT_READ)
    Page<Member> list(Caller caller) {
        return new Page<>(members.list(caller).stream().map(Member::of).toList(), null);
    }

    @PostMapping("/members")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.MEMBERS_MANAGE)
    @ShowsSecret
    Invitation invite(Caller caller, @RequestBody Invite invite) {
        return Invitation.of(members.invite(caller, invite.email(), invite.role()));
    }

    @PatchMapping("/members/{person}")
    @Access(Permission.MEMBERS_MANAGE)
    Member changeRole(Caller caller, @PathVariable String person, @RequestBody Change change) {
        return Member.of(members.changeRole(caller, personId(person), change.role()));
    }

    @DeleteMapping("/members/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.MEMBERS_MANAGE)
    void remove(Caller caller, @PathVariable String person) {
        members.remove(caller, personId(person));
    }

    @GetMapping("/invitations")
    @Access(Permission.MEMBERS_MANAGE)
    Page<InvitationView> invitations(Caller caller) {
        return new Page<>(members.invitations(caller), null);
    }

    @DeleteMapping("/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.MEMBERS_MANAGE)
    void withdraw(Caller caller, @PathVariable String id) {
        members.withdrawInvitation(caller, invitationId(id));
    }

    @PostMapping("/invitations/look")
    @OpenToAnyone(because = "the invitation's token is the credential; it stands in the body")
    InvitationOffer look(@RequestBody Token token) {
        return joining.offer(token.token())
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.LINK_DEAD,
                                        "this one-time link is unknown, used or expired; ask for a"
                                                + " new one"));
    }

    @PostMapping("/invitations/accept")
    @OpenToAnyone(because = "the invitation's token and the person's password are the credentials")
    Membership accept(@RequestBody Acceptance acceptance) {
        Joined joined = joining.accept(acceptance.token(), acceptance.password());
        return new Membership(
                AccountController.Named.of(joined.account()),
                joined.person().person().toString(),
                joined.role());
    }

    private static PersonId personId(String text) {
        try {
            return PersonId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such member in this account");
        }
    }

    private static UUID invitationId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such open invitation in this account");
        }
    }

    record Invite(@Nullable String email, @Nullable String role) {}

    record Change(@Nullable String role) {}

    record Token(@Nullable String token) {

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    record Acceptance(@Nullable String token, @Nullable String password) {

        @Override
        public String toString() {
            return "Acceptance[…]";
        }
    }

    record Membership(AccountController.Named account, String personId, String role) {}

    record Member(String personId, String email, String role, Instant joinedAt) {

        static Member of(MemberView view) {
            return new Member(view.person().toString(), view.email(), view.role(), view.joinedAt());
        }
    }

    /** The token and path are null when the link went out by mail. */
    record Invitation(
            UUID id,
            String email,
            String role,
            Instant expiresAt,
            @Nullable String token,
            @Nullable String path) {

        static Invitation of(Invited invited) {
            InvitationView view = invited.invitation();
            OneTimeLink link = invited.link();
            return new Invitation(
                    view.id(),
                    view.email(),
                    view.role(),
                    view.expiresAt(),
                    link == null ? null : link.token(),
                    link == null ? null : link.path());
        }
    }
}
