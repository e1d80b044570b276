import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
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
}
