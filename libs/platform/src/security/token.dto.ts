import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsISO8601, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { ROLES, type Role } from './person.js';

/** For whom a token is asked. */
export class TokenDto {
  @IsIn(ROLES) role!: Role;
  /** The feeds of a data team. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Matches(/^[a-z0-9][a-z0-9-]{0,79}$/, { each: true })
  feeds?: string[];
  /** The district of a partnership's manager. */
  @IsOptional() @Matches(/^[A-Z][0-9]{8}$/) lsp?: string;
  /** The region of a Government Office's officer. */
  @IsOptional() @Matches(/^[A-Z][0-9]{8}$/) region?: string;
  /** Who holds it: stands as the name in the log. */
  @IsOptional() @IsString() @Length(1, 100) name?: string;
  /** The last day in London on which it works; for ever where it is left out. */
  @IsOptional() @Matches(/^\d{4}-\d{2}-\d{2}$/) @IsISO8601({ strict: true }) expires?: string;
}

/** Names one token. */
export class TokenIdDto {
  @Matches(/^[0-9a-f]{16}$/) id!: string;
}

/** Which part of the list of tokens is asked for. */
export class TokensDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit = 100;
  @IsOptional() @Matches(/^[0-9a-f]{16}$/) cursor?: string;
}
