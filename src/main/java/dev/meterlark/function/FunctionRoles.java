package dev.meterlark.function;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What functions may do with the platform: nothing from the start. */
@Service
@Transactional
public class FunctionRoles {

    private final FunctionRows functions;
    private final GrantedRoleRows roles;
    private final KnownRoles known;
    private final AuditLog audit;
    private final InstantSource clock;

    FunctionRoles(
            FunctionRows functions,
            GrantedRoleRows roles,
            KnownRoles known,
            AuditLog audit,
            InstantSource clock) {
        this.functions = functions;
        this.roles = roles;
        this.known = known;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public RoleView show(Caller caller, String name) {
        Function function =
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(FunctionRoles::unknown);
        return view(function, granted(function));
    }

    /** Holds from the function's next request on. */
    public RoleView change(Caller caller, String name, RoleSettings settings) {
        FunctionRole role = RoleShaping.role(settings);
        Function function = lock(caller, name);
        role.beyond(caller)
                .ifPresent(
                        each -> {
                            throw beyond(each);
                        });
        Revision.require("the role", settings.revision(), revision(granted(function)));
        return view(function, take(caller, function, role));
    }

    /** What a function may be granted at all, in order. */
    public static List<Permission> grantable() {
        return Arrays.stream(Permission.values())
                .filter(each -> !FunctionRole.NEVER.contains(each))
                .toList();
    }

    /** Back to nothing. */
    public void reset(Caller caller, String name) {
        take(caller, lock(caller, name), FunctionRole.NONE);
    }

    /**
     * Whoever says what a function does, does it with the function's role.
     *
     * @throws RefusedException when the role allows what the caller is not allowed
     */
    void requireWithin(Caller caller, Function function) {
        of(function)
                .beyond(caller)
                .ifPresent(
                        each -> {
                            throw new RefusedException(
                                    ErrorCode.FORBIDDEN,
                                    "the role of %s has the permission %s, which these credentials do not have for all that it is about: change the function with credentials that have, or narrow its role"
                                            .formatted(function.name(), each.wireName()));
                        });
    }

    private FunctionRole of(Function function) {
        return granted(function).map(GrantedRole::role).orElse(FunctionRole.NONE);
    }

    private Optional<GrantedRole> granted(Function function) {
        return roles.findByAccountAndFunction(function.account(), function.id());
    }

    private Optional<GrantedRole> take(Caller caller, Function function, FunctionRole role) {
        Optional<GrantedRole> before = granted(function);
        if (role.equals(before.map(GrantedRole::role).orElse(FunctionRole.NONE))) {
            return before;
        }
        Instant now = clock.instant();
        GrantedRole after =
                before.orElseGet(
                        () -> new GrantedRole(function.account(), function.id(), role, now));
        after.become(role, now);
        roles.saveAndFlush(after); // its revision is counted by that
        known.forgetAfterCommit();
        audit.record(
                caller,
                "function.role-changed",
                "function:" + function.name(),
                Map.<String, List<String>>of(
                        "permissions", role.permissionNames(), "functions", role.functionNames()));
        return Optional.of(after);
    }

    private Function lock(Caller caller, String name) {
        return functions.lock(caller.account(), name).orElseThrow(FunctionRoles::unknown);
    }

    private static RoleView view(Function function, Optional<GrantedRole> granted) {
        FunctionRole role = granted.map(GrantedRole::role).orElse(FunctionRole.NONE);
        return new RoleView(
                function.name(), role.permissionNames(), role.functionNames(), revision(granted));
    }

    private static long revision(Optional<GrantedRole> granted) {
        return granted.map(GrantedRole::revision).orElse(0L);
    }

    private static RefusedException beyond(Permission permission) {
        return new RefusedException(
                ErrorCode.FORBIDDEN,
                "permissions holds %s, which you may not do yourself for all the functions named: a role can be given only what its giver has"
                        .formatted(permission.wireName()));
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
