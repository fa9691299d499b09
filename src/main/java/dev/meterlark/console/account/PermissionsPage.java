package dev.meterlark.console.account;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionRoles;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.Role;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What each permission lets somebody do, and which role has it. */
@Room
class PermissionsPage {

    @GetMapping("/account/permissions")
    @Access(Permission.ACCOUNT_READ)
    String show(Model model) {
        model.addAttribute(
                "roles",
                Arrays.stream(Role.values()).map(r -> r.name().toLowerCase(Locale.ROOT)).toList());
        model.addAttribute(
                "permissions",
                Arrays.stream(Permission.values())
                        .filter(each -> each != Permission.OPERATE)
                        .map(Line::of)
                        .toList());
        return "account/permissions";
    }

    /**
     * @param granted of each role in their order, whether it has it
     * @param functions whether a function may be granted it
     * @param narrowed whether it can be held for some functions only
     */
    record Line(
            String name, String words, List<Boolean> granted, boolean functions, boolean narrowed) {

        static Line of(Permission permission) {
            return new Line(
                    permission.wireName(),
                    permission.words(),
                    Arrays.stream(Role.values())
                            .map(role -> role.permissions().contains(permission))
                            .toList(),
                    FunctionRoles.grantable().contains(permission),
                    permission.aboutFunctions());
        }
    }
}
