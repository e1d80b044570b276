import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { THEMES, type Theme } from '#libs/catalogue';

const GSS = /^[A-Z]\d{8}$/;
const gss = (name: string): { message: string } => ({ message: `${name} must be a GSS code such as E08000021` });

/** What every read takes: a position that it must have reached. */
export class ReadDto {
  @IsOptional() @IsString() @Matches(/^[0-9A-Za-z._:-]{1,100}$/) minPosition?: string;
}

/** What every list takes besides. */
export class ListDto extends ReadDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 100;
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
  /** Known, so that it can be refused with a reason. */
  @IsOptional() @IsString() @MaxLength(100) asOf?: string;
}

/** Which series. */
export class SeriesParamsDto {
  @IsString() @Matches(/^[a-z0-9][a-z0-9.-]{0,199}$/, { message: 'indicator must be a code such as crime.burglary' }) indicator!: string;
  @Matches(GSS, gss('area')) area!: string;
}

/** What `GET /series` can be asked. */
export class SeriesQueryDto extends ReadDto {
  @IsOptional() @IsString() @MaxLength(100) asOf?: string;
  @IsOptional() @IsString() @MaxLength(20) releasedBy?: string;
  @IsOptional() @IsString() @MaxLength(200) breakdown?: string;
}

/** What `GET /progress` can be asked. */
export class ProgressQueryDto extends ListDto {
  @IsOptional() @Matches(GSS, gss('lsp')) lsp?: string;
  @IsOptional() @Matches(GSS, gss('area')) area?: string;
  @IsOptional() @Matches(GSS, gss('region')) region?: string;
  @IsOptional() @IsString() @MaxLength(50) target?: string;
  @IsOptional() @IsIn(THEMES) theme?: Theme;
  @IsOptional() @IsString() @MaxLength(60) period?: string;
}

/** What `GET /breaches` can be asked. */
export class BreachesQueryDto extends ListDto {
  @IsOptional() @IsIn(['suspected', 'confirmed', 'recovering', 'cleared', 'withdrawn', 'superseded']) state?: string;
  @IsOptional() @Matches(GSS, gss('region')) region?: string;
  @IsOptional() @Matches(GSS, gss('lsp')) lsp?: string;
  @IsOptional() @Matches(GSS, gss('area')) area?: string;
  @IsOptional() @IsString() @MaxLength(50) target?: string;
  @IsOptional() @IsIn(THEMES) theme?: Theme;
}

/** Which breach. */
export class BreachParamsDto {
  @IsUUID() id!: string;
}
