package dev.meterlark.storage.web;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.edge.SignedAddress;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.ObjectAddresses;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Addresses that open one object to whoever has them. */
@RestController
class AddressController {

    private final ObjectAddresses addresses;

    AddressController(ObjectAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Signed by a key of the caller's own, and good until its time is over or that key is revoked.
     */
    @PostMapping("/api/v1/buckets/{bucket}/addresses")
    @ResponseStatus(HttpStatus.CREATED)
    @ShowsSecret
    @Access(Permission.STORAGE_READ)
    SignedAddress share(
            Caller caller,
            @PathVariable String bucket,
            @RequestBody ObjectAddresses.Wish wish,
            HttpServletRequest request) {
        String origin = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        return addresses.share(caller, bucket, wish, origin);
    }
}
