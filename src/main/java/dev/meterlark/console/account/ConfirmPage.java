package dev.meterlark.console.account;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.LocalPath;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where somebody shows that it is them before a page that wants it; the guard looks at it. */
@Room
class ConfirmPage {

    @PostMapping("/account/confirm")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String confirmed(@RequestParam(required = false) @Nullable String next) {
        return "redirect:" + LocalPath.orHome(next);
    }
}
