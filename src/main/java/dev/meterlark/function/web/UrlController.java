package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionUrls;
import dev.meterlark.function.UrlSettings;
import dev.meterlark.function.UrlView;
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

/** How a function is called by its own URL. */
@RestController
@RequestMapping("/api/v1/functions/{name}/url")
class UrlController {

    private final FunctionUrls urls;

    UrlController(FunctionUrls urls) {
        this.urls = urls;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    UrlView show(Caller caller, @PathVariable String name) {
        return urls.show(caller, name);
    }

    @PutMapping
    @Access(Permission.FUNCTIONS_WRITE)
    UrlView change(Caller caller, @PathVariable String name, @RequestBody UrlSettings settings) {
        return urls.change(caller, name, settings);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void reset(Caller caller, @PathVariable String name) {
        urls.reset(caller, name);
    }
}
