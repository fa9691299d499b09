package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

/**
 * Where one function is reached: some hundred bytes for each function there is.
 *
 * @param function with the version that is called
 */
record Route(
        AccountId account,
        String slug,
        String accountNumber,
        FunctionRef function,
        FunctionUrl url) {

    static Route to(FunctionSnapshot function) {
        return new Route(
                function.account(),
                function.accountSlug(),
                function.accountNumber(),
                new FunctionRef(function.name(), function.version()),
                function.url());
    }
}
