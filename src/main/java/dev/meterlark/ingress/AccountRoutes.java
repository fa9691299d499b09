package dev.meterlark.ingress;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The routes of accounts, by their slugs. Read without a lock from any thread; those of an account
 * take the place of the ones before as a whole.
 */
@Component
public class AccountRoutes {

    private final Map<String, OfAccount> accounts = new ConcurrentHashMap<>();

    /**
     * @param number what AWS's tools call the account
     */
    public record Owner(AccountId account, String slug, String number) {}

    record OfAccount(Owner owner, RouteTree tree) {}

    /** From the next request on; without any, the account has none. */
    public void replace(Owner owner, List<HttpRoute> routes) {
        if (routes.isEmpty()) {
            accounts.remove(owner.slug());
        } else {
            accounts.put(owner.slug(), new OfAccount(owner, new RouteTree(routes)));
        }
    }

    @Nullable OfAccount of(String slug) {
        return accounts.get(slug);
    }
}
