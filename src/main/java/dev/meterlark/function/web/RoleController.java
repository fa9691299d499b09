package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionRoles;
import dev.meterlark.function.RoleSettings;
import dev.meterlark.function.RoleView;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a function may do with the platform from inside its sandbox. */
@RestController
@RequestMapping("/api/v1/functions/{name}/role")
class RoleController {

    private final FunctionRoles roles;

    RoleController(FunctionRoles roles) {
        this.roles = roles;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    RoleView show(Caller caller, @PathVariable String name) {
        return roles.show(caller, name);
    }

    @PutMapping
    @Access(Permission.FUNCTIONS_WRITE)
    RoleView change(Caller caller, @PathVariable String name, @RequestBody RoleSettings settings) {
        return roles.change(caller, name, settings);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void reset(Caller caller, @PathVariable String name) {
        roles.reset(caller, name);
    }
}
