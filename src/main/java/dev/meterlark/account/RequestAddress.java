package dev.meterlark.account;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The client's address of the request being served; none in the background. */
@Component
class RequestAddress {

    @Nullable String current() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes served
                ? served.getRequest().getRemoteAddr()
                : null;
    }
}
