package dev.meterlark.console;

import dev.meterlark.account.AccountOfPerson;
import dev.meterlark.account.AnnouncementView;
import dev.meterlark.edge.Acting;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What every room shows around its content.
 *
 * @param theme light or dark when the person chose one
 * @param places the addresses of the pages that there are
 * @param announcements what the operator tells everybody
 * @param acting the operator's stay in this account, when it is somebody else's
 * @param accounts of the person, this one among them
 */
public record Shell(
        Caller caller,
        String account,
        @Nullable String theme,
        Set<String> places,
        List<AnnouncementView> announcements,
        @Nullable Acting acting,
        List<AccountOfPerson> accounts) {

    /** Whether there is another account to go to: not while one acts in somebody else's. */
    public boolean switches() {
        return acting == null && accounts.size() > 1;
    }

    public boolean isHere(AccountOfPerson account) {
        return account.identity().id().equals(caller.account());
    }

    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission));
    }

    /** Whether to offer a page: it exists, and this person may see it. */
    public boolean leadsTo(String address, String permission) {
        return places.contains(address) && may(permission);
    }

    public String accountNumber() {
        return caller.accountNumber();
    }
}
