package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import org.springframework.data.repository.Repository;

import java.util.Optional;

interface PersonRows extends Repository<Person, PersonId> {

    void save(Person person);

    Optional<Person> findById(PersonId id);

    Optional<Person> findByEmail(String email);

    boolean existsByEmail(String email);
}
