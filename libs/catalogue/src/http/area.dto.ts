import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { GSS } from './catalogue.dto.js';

/** One area in the plain form. */
export class AreaDto {
  @ApiProperty() @Matches(GSS) code!: string;
  @ApiProperty() @IsString() @Length(1, 200) name!: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(0, 40) type?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(0, 9) parent?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(0, 10) from?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(0, 10) until?: string;
}
