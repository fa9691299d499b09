package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

/**
 * Where one function is reached: some hundred bytes for each function there is.
 *
 * @param function with the version or alias that is called
 */
record Route(
        AccountId account,
        String slug,
        String accountNumber,
        FunctionId id,
        FunctionRef function,
        FunctionUrl url)
        implements Served {

    static Route to(FunctionSnapshot function) {
        return new Route(
                function.account(),
                function.accountSlug(),
                function.accountNumber(),
                function.function(),
                new FunctionRef(function.name(), function.version()),
                function.url());
    }

    @Override
    public @Nullable Cors cors() {
        return url.cors();
    }

    @Override
    public String apiId() {
        return url.id();
    }

    /** The same function, by a version or an alias of it. */
    Route to(String qualifier) {
        return new Route(
                account, slug, accountNumber, id, new FunctionRef(function.name(), qualifier), url);
    }
}
