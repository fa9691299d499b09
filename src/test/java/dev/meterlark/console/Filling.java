package dev.meterlark.console;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.AccountOfPerson;
import dev.meterlark.account.AnnouncementView;
import dev.meterlark.edge.Acting;
import dev.meterlark.edge.ActingId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What models are filled with: one given text wherever a text of somebody else is shown. */
public record Filling(String text) {

    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    public static final String ID = "00000000-0000-0000-0000-000000000001";

    private static final Set<String> PLACES =
            Set.of(
                    ("/ /functions /triggers /pipelines /calls /logs /buckets /tables /queues"
                         + " /topics /dead-letters /costs /budgets /invoices /plan /payment"
                         + " /account/members /account/keys /account/audit /account/security"
                         + " /account/settings /operator /search")
                            .split(" "));

    /** What every page has, and the given names with their values. */
    public Map<String, Object> model(Object... pairs) {
        Map<String, Object> model = new HashMap<>();
        AccountId account = AccountId.random();
        model.put(
                "shell",
                shell(new Acting(ActingId.random(), account, account, text, NOW), account, text));
        model.put(
                "where",
                new Whereabouts(
                        name -> "/functions/name", id -> "/triggers/" + ID, id -> "/calls/" + ID));
        model.put("url", "http://localhost:8080");
        model.put("codeLimit", "50 MiB");
        model.put("codeLimitBytes", 52_428_800);
        for (int i = 0; i < pairs.length; i += 2) {
            model.put((String) pairs[i], pairs[i + 1]);
        }
        return model;
    }

    /**
     * @param others names of other accounts of the person
     */
    public Shell shell(@Nullable Acting acting, AccountId account, String... others) {
        var caller = new Caller(account, text, text, text, EnumSet.allOf(Permission.class));
        List<AccountOfPerson> accounts = new ArrayList<>();
        accounts.add(ofPerson(account, text));
        for (String other : others) {
            accounts.add(ofPerson(AccountId.random(), other));
        }
        var announcement =
                new AnnouncementView(
                        UUID.fromString(ID), text, AnnouncementView.Tone.WARNING, NOW, NOW);
        return new Shell(caller, text, null, PLACES, List.of(announcement), acting, accounts);
    }

    private AccountOfPerson ofPerson(AccountId id, String name) {
        return new AccountOfPerson(new AccountIdentity(id, name, text, text), text);
    }

    public FunctionHead head() {
        return new FunctionHead(
                text, text, text, text, text, 128, 3, 1, 0, text, text, text, true, true, text,
                "4.2 MiB", NOW);
    }

    public UsageRow usage() {
        return new UsageRow(text, "1", "2", "3 ms", "0.1", "0.1 USD", "50.0");
    }
}
